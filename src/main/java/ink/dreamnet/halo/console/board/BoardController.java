package ink.dreamnet.halo.console.board;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Shows the state of everything at one glance.
@Controller
class BoardController {

    @GetMapping("/")
    String board() {
        return "board";
    }
}

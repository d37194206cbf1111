package ink.dreamnet.halo.console.layout;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Answers the bar alone, for pages that are open.
@Controller
class BarController {

    @GetMapping("/bar")
    String bar() {
        return "layout :: bar";
    }
}

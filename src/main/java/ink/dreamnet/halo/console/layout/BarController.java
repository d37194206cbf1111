package ink.dreamnet.halo.console.layout;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Answers the bar alone, for pages that are open.
@Hidden
@Controller
class BarController {

    @GetMapping("/bar")
    String bar() {
        return "layout :: bar";
    }
}

package ink.dreamnet.halo.console.board;

import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.subject.SubjectGroup.By;
import ink.dreamnet.halo.subject.SubjectState;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows the state of everything at one glance.
@Controller
class BoardController {

    private static final String LABEL = "label:";

    private final BoardReader reader;

    BoardController(BoardReader reader) {
        this.reader = reader;
    }

    /// @param by `kind`, `squad`, or `label:` and the name of a label
    /// @param page of the groups, from 1
    @GetMapping("/")
    String board(@RequestParam(defaultValue = "kind") String by, @RequestParam(defaultValue = "1") int page,
            Model model) {
        BoardReader.Shown shown = reader.read(by(by), page);
        model.addAttribute("board", shown.board());
        model.addAttribute("tiles", shown.html());
        model.addAttribute("by", by);
        model.addAttribute("states", List.of(SubjectState.values()));
        return "board";
    }

    private static By by(String text) {
        if (text.startsWith(LABEL) && text.length() > LABEL.length()) {
            return new By.Label(text.substring(LABEL.length()));
        }
        return switch (text) {
            case "kind" -> new By.Kind();
            case "squad" -> new By.Squad();
            default -> throw new InvalidInputException("by",
                    "'%s' is not kind, squad, or label: and the name of a label".formatted(text));
        };
    }
}

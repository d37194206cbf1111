package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a `go.mod` or `go.work` says (Go Modules Reference, "go.mod files"), line by line.
///
/// @param lines every directive with what follows it, also those of blocks
record GoMod(List<Line> lines) {

    private static final Set<String> BLOCKS = Set.of("require", "replace", "exclude", "use", "retract", "tool",
            "ignore", "godebug", "module");

    /// @param words what follows the directive, without quotes
    record Line(String directive, List<String> words, int number) {
    }

    static GoMod read(String text) {
        List<Line> lines = new ArrayList<>();
        String block = "";
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int comment = line.indexOf("//");
            String code = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (code.isEmpty()) {
                continue;
            }
            List<String> words = new ArrayList<>();
            for (String word : code.split("\\s+")) {
                words.add(word.replaceAll("^[\"`]|[\"`]$", ""));
            }
            if (words.getFirst().equals(")")) {
                block = "";
            } else if (!block.isEmpty()) {
                lines.add(new Line(block, words, number));
            } else if (BLOCKS.contains(words.getFirst().replace("(", "")) && words.getLast().endsWith("(")) {
                block = words.getFirst().replace("(", "");
            } else {
                lines.add(new Line(words.getFirst(), words.subList(1, words.size()), number));
            }
        }
        return new GoMod(lines);
    }

    List<Line> of(String directive) {
        return lines.stream().filter(line -> line.directive().equals(directive)).toList();
    }

    String module() {
        return of("module").stream().flatMap(line -> line.words().stream()).findFirst().orElse("");
    }

    static boolean isPath(String target) {
        return target.startsWith("./") || target.startsWith("../") || target.equals(".") || target.equals("..")
                || target.startsWith("/");
    }
}

package ink.dreamnet.halo.environment.dotenv;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A dotenv file, read to the end, with its values as plain texts.
record Parsed(Map<String, String> values, List<DotenvProblem> problems) {

    static Parsed of(String text) throws Interpolation.TooMuch {
        DotenvFile file = DotenvParser.parse(text.toCharArray());
        Map<String, SecretText> known = new HashMap<>();
        Map<String, String> values = new TreeMap<>();
        for (DotenvEntry entry : file.entries()) {
            SecretText value = Interpolation.value(entry, known).value();
            known.put(entry.name(), value);
            values.put(entry.name(), plain(value));
        }
        return new Parsed(values, file.problems());
    }

    static String plain(SecretText value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            plain.append(value.at(i));
        }
        return plain.toString();
    }

    List<Integer> wrongLines() {
        return problems.stream().filter(problem -> !problem.minor()).map(DotenvProblem::line).toList();
    }
}

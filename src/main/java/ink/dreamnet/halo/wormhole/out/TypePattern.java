package ink.dreamnet.halo.wormhole.out;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads patterns of event types.
final class TypePattern {

    private TypePattern() {
    }

    /// @param text a type in which `*` stands for any text
    static Pattern of(String text) {
        return Pattern.compile(Arrays.stream(text.strip().split("\\*+", -1)).map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    }
}

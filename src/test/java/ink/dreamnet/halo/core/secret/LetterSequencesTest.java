package ink.dreamnet.halo.core.secret;

import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LetterSequencesTest {

    private static final List<String> SEQUENCES = List.of("abab", "bab", "abba", "cab", "aabc");
    private static final String CHARACTERS = "abcABC0_-É";

    /// Few letters, so that sequences overlap and contain each other.
    @Test
    void isInWhenTextsAreRandomFindsWhatASearchForEachFinds() {
        LetterSequences sequences = new LetterSequences(SEQUENCES);
        Random random = new Random(20_261_130);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(12, 0, CHARACTERS.length()).mapToObj(CHARACTERS::charAt)
                    .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append).toString();
            String name = text.substring(2, 10);
            String kept = name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
            assertThat(sequences.isIn(text, 2, 10)).as(name).isEqualTo(SEQUENCES.stream().anyMatch(kept::contains));
        }
    }
}

package ink.dreamnet.halo.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class VersionHistoryTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(15);

    /// Each letter is an answer, 15 s after the one before.
    private static String deploys(String answers) {
        StringBuilder deploys = new StringBuilder();
        VersionHistory versions = null;
        for (int i = 0; i < answers.length(); i++) {
            Instant now = START.plus(EVERY.multipliedBy(i));
            ReportedVersion seen = new ReportedVersion(answers.substring(i, i + 1), null);
            if (versions == null) {
                versions = VersionHistory.first(seen, now);
            } else {
                VersionHistory.Step step = versions.add(seen, now);
                versions = step.versions();
                if (step.before() != null) {
                    deploys.append(answers.charAt(i)).append(i);
                }
            }
        }
        return deploys.toString();
    }

    @ParameterizedTest
    @CsvSource({"a,''", "aaaa,''", "aab,b2", "abc,b1c2", "ababababab,b1", "aaabbabababbbbbbbbbbbbb,b3",
            "aabaaaaaaaaaaaaaab,b2a12", "aaabbbaaaaaaaaa,b3", "aaabbbaaaaaaaaaa,b3a15", "abcabcabc,b1c2",
            "abababcababcab,b1c6", "abaaaaaaaaaabbbbbbbbbb,b1a11b21"})
    void seeTellsDeploysFromMixtures(String answers, String deploys) {
        assertThat(deploys(answers)).isEqualTo(deploys);
    }

    @Test
    void seeWhenAVersionComesBackAfterADayIsADeployAtOnce() {
        assertThat(deploys("ab" + "b".repeat(5760) + "a")).isEqualTo("b1a5762");
    }

    /// A deploy that rolls for an hour is one deploy, or three where it looked as if it was rolled back in between.
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.5, 0.9})
    void seeWhenOldAndNewAnswerByTurnsIsNoStorm(double share) {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(count(mixture(share, 240, seed))).as("seed %d", seed).isIn(1L, 3L);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.5, 0.9})
    void seeWhenACanaryRunsForADayIsNoStorm(double share) {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(count(mixture(share, 5760, seed))).as("seed %d", seed).isLessThanOrEqualTo(9);
        }
    }

    private static String mixture(double share, int looks, int seed) {
        Random random = new Random(seed);
        StringBuilder answers = new StringBuilder("a".repeat(500));
        for (int i = 0; i < looks; i++) {
            answers.append(random.nextDouble() < share ? 'b' : 'a');
        }
        return answers.append("b".repeat(500)).toString();
    }

    private static long count(String answers) {
        return deploys(answers).chars().filter(Character::isLetter).count();
    }

    @Test
    void nameWhenOnlyTheCommitChangesNamesIt() {
        ReportedVersion before = new ReportedVersion("1.0-SNAPSHOT", "0123456789abcdef");
        assertThat(new ReportedVersion("1.0-SNAPSHOT", "fedcba9876543210").name(before))
                .isEqualTo("1.0-SNAPSHOT+fedcba9");
        assertThat(new ReportedVersion("1.1", "fedcba9876543210").name(before)).isEqualTo("1.1");
        assertThat(new ReportedVersion(null, "fedcba9876543210").name(before)).isEqualTo("fedcba987654");
    }
}

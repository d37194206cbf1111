package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.Objects;

import ink.dreamnet.halo.code.TreeOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class VersionRangeTest {

    /// The cases were made by a seeded generator and answered by npm's own `semver`.
    @Test
    void allowsAgreesWithSemver() {
        List<String[]> cases = TreeOf.resource("repo/dependency/semver-cases.tsv").lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1)).toList();

        assertThat(cases).hasSize(4000);
        assertThat(cases).allSatisfy(one -> {
            VersionRange range = Objects.requireNonNull(VersionRange.npm(one[0]), one[0]);
            SemanticVersion version = Objects.requireNonNull(SemanticVersion.parse(one[1]));
            assertThat(range.allows(version)).as("%s satisfies '%s'", one[1], one[0])
                    .isEqualTo(Boolean.valueOf(one[2]));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "next", "git+https://example.org/a.git", "npm:a@1", "a/b", "file:../a", "1.2.3.4",
            ">>1",
            "workspace:*"})
    void npmWhenNoRangeIsNull(String text) {
        assertThat(VersionRange.npm(text)).isNull();
    }

    @Test
    void parseWhenAVersionIsLongerThanOneMayBeIsNull() {
        assertThat(SemanticVersion.parse("1.2.3-" + "a.".repeat(50_000) + "b")).isNull();
    }

    /// From the chapter "Specifying Dependencies" of The Cargo Book.
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"1.2.3; 1.9.0; true", "1.2.3; 2.0.0; false", "0.2.3; 0.3.0; false",
            "0.0.3; 0.0.4; false",
            "0.0; 0.0.9; true", "0.0; 0.1.0; false", "~1.2.3; 1.3.0; false", "~1; 1.9.0; true", "*; 7.0.0; true",
            "1.*; 1.9.0; true", "1.2.*; 1.3.0; false", "'>= 1.2, < 1.5'; 1.4.9; true", "'>= 1.2, < 1.5'; 1.5.0; false",
            "=1.2.3; 1.2.4; false", ">1.2; 1.2.9; false", "1.0.0-beta.1; 1.0.0-beta.2; true", "1; 1.1.0-beta.2; false"})
    void cargoFollowsTheBook(String requirement, String version, boolean allowed) {
        VersionRange range = Objects.requireNonNull(VersionRange.cargo(requirement));
        assertThat(range.allows(Objects.requireNonNull(SemanticVersion.parse(version)))).isEqualTo(allowed);
    }
}

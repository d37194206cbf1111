package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectRef;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// A broken dependency suppresses what it can cause, and nothing else.
class SuppressorTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final SubjectRef SHOP = SubjectRef.parse("endpoint:shop");
    private static final SubjectRef DATABASE = SubjectRef.parse("endpoint:database");

    private static WeakPointEntity point(String code, SubjectRef subject) {
        return new WeakPointEntity(Ids.next(), new Identity("probe", code, subject),
                Issue.of(code, Severity.HIGH, subject, code), List.of(), NOW);
    }

    /// The shop depends on the database, and certificates do not spread.
    private static Suppressor suppressor() {
        SubjectDirectory directory = new SubjectDirectory() {
            @Override
            public Map<SubjectRef, Facts> facts(Collection<SubjectRef> subjects) {
                return Map.of(SHOP, new Facts(Map.of(), List.of(DATABASE), null));
            }

            @Override
            public Collection<SubjectRef> dependants(Collection<SubjectRef> subjects) {
                return List.of();
            }

            @Override
            public List<SubjectRef> labelled(String name, String value) {
                return List.of();
            }
        };
        return new Suppressor(new DeclaredSubjects(List.of(directory)), now -> List.of(),
                identity -> !identity.code().endsWith("certificate"));
    }

    @Test
    void judgeWhenADependencyIsDownSuppressesOnlyWhatItCanCause() {
        WeakPointEntity cause = point("x.down", DATABASE);
        WeakPointEntity effect = point("x.down", SHOP);
        WeakPointEntity certificate = point("x.certificate", SHOP);
        suppressor().judge(List.of(cause, effect, certificate), NOW);
        assertThat(effect.rootId()).isEqualTo(cause.id());
        assertThat(effect.suppression()).isNotNull();
        assertThat(certificate.rootId()).isNull();
        assertThat(certificate.suppression()).isNull();
    }

    @Test
    void judgeWhenADependencyHasWhatDoesNotSpreadSuppressesNothing() {
        WeakPointEntity down = point("x.down", SHOP);
        suppressor().judge(List.of(point("x.certificate", DATABASE), down), NOW);
        assertThat(down.rootId()).isNull();
        assertThat(down.suppression()).isNull();
    }
}

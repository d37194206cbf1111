package ink.dreamnet.halo.repo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.task.AgentRole;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CodeQualityStrategyTest {

    private final CodeQualityStrategy strategy = new CodeQualityStrategy();

    private static WeakPoint weakPoint(String analyzer, String code, Map<String, Object> data) {
        return new WeakPoint(UUID.randomUUID(), analyzer, code, new SubjectRef(SubjectKind.REPOSITORY, "shop"),
                Severity.HIGH, "broken", WeakPointState.OPEN, Instant.EPOCH, Instant.EPOCH, 1, 0, false, null, null,
                List.of(), data);
    }

    @Test
    void proposeWhenFilesAreWrongNamesThemToBuildKeeper() {
        assertThat(strategy.name()).isEqualTo("code-quality");
        Map<String, Object> data = Map.of("head", "abc", "total", 3, "path", "/srv/shop", "findings",
                List.of(Map.of("path", "b", "line", 3), Map.of("path", "a"), Map.of("path", "b", "line", 9)));
        Proposal proposal = strategy.propose(weakPoint("repository-integrity", "repo.json-invalid", data))
                .orElseThrow();
        assertThat(proposal.type()).isEqualTo("code.quality");
        assertThat(proposal.targetAgents()).containsExactly(AgentRole.BUILD_KEEPER);
        assertThat(proposal.payload()).containsEntry("files", List.of("a", "b")).containsEntry("path", "/srv/shop")
                .containsOnlyKeys("repositoryId", "code", "severity", "instruction", "files", "path", "step");
    }

    @Test
    void proposeWhenACheckFailsNamesIt() {
        Map<String, Object> data = Map.of("checks", List.of(Map.of("name", "typecheck", "exitCode", 2, "tookMs", 7)));
        assertThat(strategy.propose(weakPoint("repository-integrity", "repo.check-failed", data)).orElseThrow()
                .payload()).containsEntry("checks", List.of("typecheck"));
    }

    @ParameterizedTest
    @CsvSource({"repo.workflow-injection, by env", "repo.compose-invalid, docker compose config"})
    void proposeWhenFindingsDoNotSayTheRepairInstructs(String code, String repair) {
        assertThat(strategy.propose(weakPoint("repository-integrity", code, Map.of())).orElseThrow().payload())
                .hasEntrySatisfying("instruction", text -> assertThat(text).asString().contains(repair));
    }

    @Test
    void proposeWhenTheWeakPointIsAnothersProposesNothing() {
        assertThat(strategy.propose(weakPoint("endpoint-health", "repo.json-invalid", Map.of()))).isEmpty();
    }
}

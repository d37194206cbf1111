package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.agent.ConfiguredAgents.ConfiguredAgent;
import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Fleet;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.SquadDirectory;
import ink.dreamnet.halo.task.SquadDirectory.Candidate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

abstract class AgentRegistryTest extends AgentTest {

    @Autowired
    AuditTrail audit;
    @Autowired
    AgentProperties properties;
    @Autowired
    SquadDirectory squads;
    @Autowired
    AgentStore store;

    @OnH2
    static class OnH2Test extends AgentRegistryTest {
    }

    @OnPostgres
    static class OnPostgresTest extends AgentRegistryTest {
    }

    @Test
    void putWhenNewIsReadBackWhole() {
        Fleet.Put<AgentRecord> put = registry.put("scout", fullSpec(), ANN);
        assertThat(put.created()).isTrue();
        AgentDefinition definition = registry.get("scout").definition();
        assertThat(definition).isEqualTo(fullSpec().define("scout", ManagedBy.API, properties));
        assertThat(definition.dependsOn()).contains(SubjectRef.parse("endpoint:checkout"));
        assertThat(definition.heartbeatPeriod()).isEqualTo(Duration.ofSeconds(5));
        assertThat(actions("scout")).containsExactly("agent.registered");
    }

    @Test
    void factsTellsWhatIsDeclaredOfAgentsAndOfNothingElse() {
        registry.put("told", fullSpec(), ANN);
        AgentDefinition definition = registry.get("told").definition();
        SubjectRef told = SubjectRef.parse("agent:told");
        assertThat(store.facts(List.of(told, SubjectRef.parse("agent:unheard-of"), SubjectRef.parse("endpoint:told"))))
                .containsOnlyKeys(told)
                .containsEntry(told, new SubjectDirectory.Facts(definition.labels(), definition.dependsOn(),
                        definition.squad()));
        assertThat(store.facts(List.of())).isEmpty();
    }

    @Test
    void putWhenThereReplacesAndOnlyChangesAreAudited() {
        registry.put("replaced", fullSpec(), ANN);
        assertThat(registry.put("replaced", fullSpec(), ANN).created()).isFalse();
        assertThat(actions("replaced")).containsExactly("agent.registered");
        registry.put("replaced", spec("BuildKeeper", null), ANN);
        assertThat(registry.get("replaced").definition().role()).isEqualTo("BuildKeeper");
        assertThat(registry.get("replaced").definition().squad()).isNull();
        assertThat(actions("replaced")).containsExactly("agent.registered", "agent.changed");
    }

    @Test
    void deleteWhenThereForgetsAndWhenNotIsRefused() {
        register("gone", "DreamOps", null);
        beat("gone");
        registry.delete("gone", ANN);
        assertThatThrownBy(() -> registry.get("gone")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> registry.delete("gone", ANN)).isInstanceOf(NotFoundException.class);
        assertThat(actions("gone")).containsExactly("agent.registered", "agent.deleted");
    }

    @Test
    void pauseAndResumeWhenSilentLongAgoCountFromResumption() {
        register("sleeper", "DreamOps", null);
        beat("sleeper");
        clock.advance(Duration.ofMinutes(10));
        assertThat(state("sleeper")).isEqualTo(AgentState.DOWN);
        assertThat(registry.pause("sleeper", "new disk", ANN).pauseReason()).isEqualTo("new disk");
        assertThat(state("sleeper")).isEqualTo(AgentState.PAUSED);
        registry.resume("sleeper", null, ANN);
        assertThat(state("sleeper")).isEqualTo(AgentState.GRACE);
        clock.advance(Duration.ofSeconds(91));
        assertThat(state("sleeper")).isEqualTo(AgentState.DOWN);
        assertThat(audit.of("agent", "sleeper").stream().map(AuditEntry::to)).containsExactly(null, "paused", "grace");
        assertThatThrownBy(() -> registry.pause("sleeper", "x".repeat(501), ANN))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("reason");
        assertThatThrownBy(() -> registry.resume("nobody", null, ANN)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void listWhenPagedAndFilteredShowsEachOnce() {
        for (int i = 10; i < 35; i++) {
            register("a" + i, i % 2 == 0 ? "DreamOps" : "BuildKeeper", i < 20 ? "blue" : "red");
        }
        beat("a11", "a12", "a33");
        assertThat(ids(null, null, null)).hasSize(25).doesNotHaveDuplicates().isSorted();
        assertThat(ids(AgentState.UP, null, null)).containsExactly("a11", "a12", "a33");
        assertThat(ids(AgentState.NEW, "red", "dreamops")).containsExactly("a20", "a22", "a24", "a26", "a28", "a30",
                "a32", "a34");
        assertThat(ids(AgentState.PAUSED, null, null)).isEmpty();
    }

    private List<String> ids(@Nullable AgentState state, @Nullable String squad, @Nullable String role) {
        List<String> ids = new ArrayList<>();
        String before = null;
        do {
            Page<AgentRecord> page = registry.list(new PageQuery(2, before), state, squad, role);
            page.items().forEach(agent -> ids.add(agent.known().id()));
            before = page.next();
        } while (before != null);
        return ids;
    }

    @Test
    void configurationWhenLoadedDeclaresAndCannotBeChanged() {
        register("taken", "DreamOps", null);
        load(configured("taken", "EnvKeeper"), configured("fixed", null));
        assertThat(registry.get("taken").definition().managedBy()).isEqualTo(ManagedBy.CONFIG);
        assertThat(registry.get("taken").definition().role()).isEqualTo("EnvKeeper");
        assertThat(registry.get("fixed").definition().heartbeatPeriod()).isEqualTo(Duration.ofMinutes(2));
        assertThatThrownBy(() -> registry.put("fixed", fullSpec(), ANN)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> registry.delete("fixed", ANN)).isInstanceOf(ConflictException.class);
        load(configured("fixed", null));
        assertThatThrownBy(() -> registry.get("taken")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void configurationWhenWrongNamesEachProperty() {
        assertThatThrownBy(() -> load(configured("ok", null), configured("ok", null), configured(null, null),
                new ConfiguredAgent("bad id", " ", null, null, null, null, Duration.ZERO, Duration.ofDays(8),
                        List.of("nonsense"))))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("halo.agents[1].id: 'ok' is declared")
                .hasMessageContaining("halo.agents[2].id: is missing")
                .hasMessageContaining("halo.agents[3].id: 'bad id'")
                .hasMessageContaining("halo.agents[3].name").hasMessageContaining("halo.agents[3].heartbeat-period: 0")
                .hasMessageContaining("halo.agents[3].grace").hasMessageContaining("halo.agents[3].depends-on[0]");
        assertThat(store.exists("ok")).isFalse();
    }

    private static ConfiguredAgent configured(@Nullable String id, @Nullable String role) {
        return new ConfiguredAgent(id, null, role, null, null, null, Duration.ofMinutes(2), null, null);
    }

    private void load(ConfiguredAgent... agents) {
        new ConfiguredAgentsLoader(new ConfiguredAgents(List.of(agents)), properties, registry, store)
                .afterSingletonsInstantiated();
    }

    @Test
    void squadsForListsEachOnceAndWhetherAnAgentOfTheRoleIsAlive() {
        assertThat(squads.squadsFor("DreamOps")).isEmpty();
        register("loner", "DreamOps", null);
        assertThat(squads.squadsFor("DreamOps")).isEmpty();
        register("b1", "DreamOps", "beta");
        register("c1", "DreamOps", "gamma");
        register("c2", "DreamOps", "gamma");
        register("a1", "Custom", "alpha");
        Candidate beta = new Candidate("beta", false);
        assertThat(squads.squadsFor("dreamops")).containsExactly(beta, new Candidate("gamma", false));
        beat("c1", "a1");
        assertThat(squads.squadsFor("DREAMOPS")).containsExactly(beta, new Candidate("gamma", true));
        registry.pause("c1", null, ANN);
        assertThat(squads.squadsFor("DreamOps")).containsExactly(beta, new Candidate("gamma", false));
    }

    private List<String> actions(String id) {
        return audit.of("agent", id).stream().map(AuditEntry::action).toList();
    }
}

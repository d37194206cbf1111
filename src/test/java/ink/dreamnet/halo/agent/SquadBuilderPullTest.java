package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.support.OnPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@OnPostgres
class SquadBuilderPullTest extends AgentTest {

    private static final Duration BUDGET = Duration.ofSeconds(60);

    @Autowired
    SquadBuilderPull pull;

    @Test
    void pullWhenListedIsRegisteredChangedDelistedAndListedAgain() throws Exception {
        Instant seen = clock.instant().minusSeconds(7);
        squadBuilder.lists(entry("a", "DreamOps", true, "\"" + seen + "\""), entry("b", "EnvKeeper", false, "null"));
        pull.pull(BUDGET);
        assertThat(registry.get("a").definition().managedBy()).isEqualTo(ManagedBy.SQUAD_BUILDER);
        assertThat(registry.get("a").definition().capabilities()).containsExactly("restart");
        assertThat(registry.liveness(registry.get("a").known()).seenAt()).as("the source may have seen it only once")
                .isNull();
        assertThat(state("a")).isEqualTo(AgentState.UP);
        assertThat(state("b")).isEqualTo(AgentState.DOWN);

        Instant moved = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        squadBuilder.lists(entry("a", "BuildKeeper", true, Long.toString(moved.toEpochMilli())));
        pull.pull(BUDGET);
        assertThat(registry.get("a").definition().role()).isEqualTo("BuildKeeper");
        assertThat(registry.get("b").known().delistedAt()).isNotNull();
        assertThatThrownBy(() -> registry.delete("a", ANN)).isInstanceOf(ConflictException.class);

        assertThat(registry.liveness(registry.get("a").known()).seenAt()).isEqualTo(moved);

        squadBuilder.lists(entry("b", "EnvKeeper", true, Long.toString(clock.millis())));
        pull.pull(BUDGET);
        assertThat(registry.get("b").known().delistedAt()).isNull();
        assertThat(state("b")).isEqualTo(AgentState.UP);
        registry.delete("a", ANN);
        assertThat(store.exists("a")).isFalse();
    }

    @Test
    void pullWhenThereAreTooManyEntriesKeepsTheLastGoodList() throws Exception {
        squadBuilder.lists(entry("kept", "DreamOps", true, "1"));
        pull.pull(BUDGET);
        squadBuilder.answers(200, "{\"ok\":true,\"agents\":[" + "{\"id\":\"a\"},".repeat(100_000) + "{\"id\":\"b\"}]}");
        assertThatThrownBy(() -> pull.pull(BUDGET)).isInstanceOf(CallFailedException.class)
                .hasMessageContaining("its list 'agents' has more than 100000 entries")
                .hasMessageContaining("halo.sources.squad-builder.max-entries");
        assertThat(store.all()).extracting(KnownAgent::id).containsExactly("kept");
        assertThat(pull.state().stale()).isTrue();
    }

    @Test
    void pullWhenDeclaredHereIsLeftAlone() throws Exception {
        register("mine", "DreamOps", "blue");
        squadBuilder.lists(entry("mine", "EnvKeeper", false, "null"), entry("theirs", "EnvKeeper", true, "1"));
        pull.pull(BUDGET);
        assertThat(registry.get("mine").definition().role()).isEqualTo("DreamOps");
        assertThat(registry.get("mine").known().sighting()).isNull();
        registry.put("theirs", fullSpec(), ANN);
        pull.pull(BUDGET);
        assertThat(registry.get("theirs").definition().managedBy()).isEqualTo(ManagedBy.API);
        assertThat(registry.get("theirs").definition().role()).isEqualTo("DreamOps");
    }

    @Test
    void pullWhenEntriesAreOddKeepsTheUsableOnes() throws Exception {
        squadBuilder.lists("{\"name\":\"no id\"}", "17", "{\"id\":\"two words\"}", "{\"id\":\"bare\"}",
                "{\"id\":\"odd\",\"name\":7,\"role\":\"\\u0000\",\"capabilities\":\"x\",\"isOnline\":\"yes\","
                        + "\"lastSeen\":\"yesterday\",\"more\":{}}",
                entry("future", "DreamOps", true, "99999999999999"));
        assertThat(pull.pull(BUDGET)).isEqualTo(3);
        assertThat(registry.get("odd").definition().name()).isEqualTo("odd");
        assertThat(registry.get("odd").definition().role()).isEqualTo("Custom");
        assertThat(state("bare")).isEqualTo(AgentState.NEW);
        assertThat(registry.liveness(registry.get("future").known()).seenAt()).isNull();
    }

    @Test
    void pullWhenItFailsOnceAsksAgain() throws Exception {
        squadBuilder.failsOnceThenLists(entry("late", "DreamOps", true, "1"));
        pull.pull(BUDGET);
        assertThat(squadBuilder.asked()).isEqualTo(2);
        assertThat(store.exists("late")).isTrue();
    }

    @Test
    void pullWhenAnswerIsUnusableSaysWhyAndChangesNothing() throws Exception {
        squadBuilder.lists(entry("kept", "DreamOps", true, "1"));
        pull.pull(BUDGET);
        refused(() -> squadBuilder.answers(503, ""), "status 503", 2);
        refused(() -> squadBuilder.answers(404, "{}"), "status 404", 1);
        refused(() -> squadBuilder.answers(302, ""), "status 302", 1);
        refused(() -> squadBuilder.answers(200, "<html>"), "application/json instead of a JSON object: `<html>`", 1);
        refused(() -> squadBuilder.answers(200, "{\"ok\":true,\"agents\":[{\"id\":\"x\"}"), "is not JSON", 2);
        refused(() -> squadBuilder.answers(200, "[]"), "instead of a JSON object: `[]`", 1);
        refused(() -> squadBuilder.answers(200, "{\"ok\":true}"), "no list 'agents'", 1);
        refused(() -> squadBuilder.answers(200, "{\"agents\":[],\"ok\":false}"), "ok: false", 2);
        refused(squadBuilder::neverEnds, "larger than 4194304 bytes", 1);
        squadBuilder.neverAnswers();
        assertThatThrownBy(() -> pull.pull(Duration.ofMillis(300))).isInstanceOf(CallFailedException.class)
                .hasMessageContaining("did not answer within");
        assertThat(registry.get("kept").known().delistedAt()).isNull();
        assertThat(store.all()).hasSize(1);
    }

    private void refused(Runnable play, String why, int asked) {
        squadBuilder.reset();
        play.run();
        assertThatThrownBy(() -> pull.pull(BUDGET)).isInstanceOf(CallFailedException.class).hasMessageContaining(why);
        assertThat(squadBuilder.asked()).isEqualTo(asked);
    }

    @Test
    void pullWhenManyAgentsVanishAtOnceIsDoubted() throws Exception {
        List<String> six = List.of("1", "2", "3", "4", "5", "6");
        squadBuilder.lists(six.stream().map(id -> entry(id, "DreamOps", true, "1")).toArray(String[]::new));
        pull.pull(BUDGET);
        squadBuilder.lists();
        assertThatThrownBy(() -> pull.pull(BUDGET)).isInstanceOf(CallFailedException.class)
                .hasMessageContaining("lists none of the 6 agents");
    }

    static String entry(String id, String role, boolean online, String lastSeen) {
        return """
                {"id":"%s","name":"Agent %s","role":"%s","capabilities":["restart"],"isOnline":%s,"lastSeen":%s}"""
                .formatted(id, id, role, online, lastSeen);
    }
}

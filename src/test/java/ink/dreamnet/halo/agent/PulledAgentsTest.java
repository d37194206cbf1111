package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.DreamNetServices;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.SquadBuilderAgents;
import ink.dreamnet.halo.task.SquadBuilderAgents.Candidate;
import ink.dreamnet.halo.task.SquadDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/// What HALO makes of Squad Builder's agents: whether they are there, what they can do, and to which squads they belong.
abstract class PulledAgentsTest extends AgentTest {

    private static final Duration BUDGET = Duration.ofSeconds(60);
    private static final String ONCE = "\"2024-03-01T09:00:00.000Z\"";

    @Autowired
    SquadBuilderPull pull;
    @Autowired
    SquadBuilderAgents agents;
    @Autowired
    SquadDirectory squads;
    @Autowired
    Api api;

    @OnH2
    static class OnH2Test extends PulledAgentsTest {
    }

    @OnPostgres
    static class OnPostgresTest extends PulledAgentsTest {
    }

    @BeforeEach
    void nothingIsPulled() {
        jdbc.update("delete from source_pull");
        jdbc.update("delete from pulled_definition where kind = 'squad'");
        dreamNet.squadBuilder.answers("/api/squad", "{\"ok\":true,\"squads\":[]}");
    }

    private void pull(String... entries) throws Exception {
        squadBuilder.lists(entries);
        pull.pull(BUDGET);
    }

    private static String entry(String id, String role, boolean online) {
        return SquadBuilderPullTest.entry(id, role, online, ONCE);
    }

    private static String unsaid(String id, String lastSeen) {
        return "{\"id\":\"%s\",\"role\":\"DreamOps\",\"lastSeen\":\"%s\"}".formatted(id, lastSeen);
    }

    private Instant offlineSince(String id) {
        JsonNode agent = api.get("/api/halo/agents/" + id).body().get("agent");
        return agent.has("offlineSince") ? Instant.parse(agent.get("offlineSince").asString()) : Instant.EPOCH;
    }

    @Test
    void pullWhenOfflineKeepsSinceWhenUntilItIsOnlineAgain() throws Exception {
        pull(entry("a", "DreamOps", true));
        assertThat(state("a")).isEqualTo(AgentState.UP);
        assertThat(offlineSince("a")).isEqualTo(Instant.EPOCH);
        clock.advance(Duration.ofMinutes(5));
        Instant first = clock.instant();
        pull(entry("a", "DreamOps", false));
        Instant since = offlineSince("a");
        assertThat(since).isBetween(first, first.plusSeconds(30));
        clock.advance(Duration.ofHours(3));
        pull(entry("a", "EnvKeeper", false));
        assertThat(state("a")).isEqualTo(AgentState.DOWN);
        assertThat(offlineSince("a")).as("another role, and three hours later").isEqualTo(since);
        pull(entry("a", "DreamOps", true));
        assertThat(state("a")).isEqualTo(AgentState.UP);
        clock.advance(Duration.ofHours(1));
        pull(entry("a", "DreamOps", false));
        assertThat(offlineSince("a")).isAfter(since.plusSeconds(4 * 3600 - 60));
    }

    @Test
    void pullWhenLastSeenMovesCountsItAsAHeartbeatOfThatTime() throws Exception {
        Instant at = clock.instant().minusSeconds(3600);
        Instant ahead = clock.instant().plusSeconds(200);
        String[] entries = {unsaid("moves", at.toString()), unsaid("stands", at.plusNanos(123_456_789).toString()),
                unsaid("ahead", ahead.toString())};
        pull(entries);
        clock.advance(Duration.ofSeconds(30));
        pull(entries);
        for (String id : List.of("moves", "stands", "ahead")) {
            assertThat(state(id)).as(id).isEqualTo(AgentState.NEW);
            assertThat(registry.liveness(registry.get(id).known()).known()).as("%s is unknown", id).isFalse();
        }
        Instant moved = clock.instant().minusSeconds(10);
        entries[0] = unsaid("moves", moved.toString());
        pull(entries);
        assertThat(state("moves")).isEqualTo(AgentState.UP);
        assertThat(registry.liveness(registry.get("moves").known()).seenAt()).isEqualTo(moved);
        clock.advance(Duration.ofMinutes(5));
        pull(entries);
        assertThat(state("moves")).as("it moved once, and does not any more").isEqualTo(AgentState.DOWN);
        assertThat(state("stands")).isEqualTo(AgentState.NEW);
        assertThat(state("ahead")).isEqualTo(AgentState.NEW);
        assertThat(registry.liveness(registry.get("moves").known()).seenAt()).isEqualTo(moved);
    }

    @Test
    void candidateWhenListedIsOnlineAndOfTheFirstRoleThatHasOne() throws Exception {
        register("b", "EnvKeeper", "blue");
        register("unlisted", "DeployKeeper", "blue");
        pull(entry("c", "DreamOps", true), entry("b", "dreamops", true), entry("a", "DreamOps", false),
                entry("e", "EnvKeeper", true));
        assertThat(agents.candidate(List.of("DREAMOPS", "EnvKeeper")))
                .as("also one that is declared here, by its role there")
                .isEqualTo(new Candidate.Online("DREAMOPS"));
        assertThat(agents.online("DREAMOPS")).containsExactlyInAnyOrder("b", "c");
        registry.pause("b", null, ANN);
        assertThat(agents.candidate(List.of("DreamOps"))).isEqualTo(new Candidate.Online("DreamOps"));
        assertThat(agents.online("DreamOps")).containsExactly("c");
        assertThat(agents.candidate(List.of("BuildKeeper", "EnvKeeper"))).isEqualTo(new Candidate.Online("EnvKeeper"));
        pull(entry("c", "DreamOps", false), entry("b", "DreamOps", true), entry("a", "DreamOps", false));
        assertNobody(List.of("DreamOps"),
                "no agent of role DreamOps is online in Squad Builder; 2 are offline, 1 paused here");
        assertThat(agents.online("DreamOps")).isEmpty();
        registry.resume("b", null, ANN);
        pull(entry("c", "DreamOps", false));
        assertNobody(List.of("DreamOps"), "no agent of role DreamOps is online in Squad Builder; 1 is offline");
        assertNobody(List.of("DeployKeeper", "EnvKeeper"), "Squad Builder lists no agent of role DeployKeeper; "
                + "Squad Builder lists no agent of role EnvKeeper");
    }

    @Test
    void candidateWhenItsRoleAlwaysFailsThereIsNobody() throws Exception {
        pull(entry("custom", "Custom", true), entry("bot", "ConnectorBot", true), entry("w", "NarrativeWeaver", true));
        for (String role : List.of("Custom", "connectorbot", "NarrativeWeaver")) {
            assertNobody(List.of(role), "agents of role %s fail at every task in Squad Builder".formatted(role));
        }
    }

    private void assertNobody(List<String> roles, String reason) {
        assertThat(agents.candidate(roles)).isEqualTo(new Candidate.Nobody(reason));
    }

    @Test
    void candidateWhenThereIsNoFreshListIsUnknown() throws Exception {
        assertThat(agents.candidate(List.of("DreamOps")))
                .isEqualTo(new Candidate.Unknown("HALO never got a list of agents from Squad Builder"));
        pull(entry("a", "DreamOps", true));
        squadBuilder.answers(403, "{}");
        assertThat(catchThrowable(() -> pull.pull(BUDGET))).isNotNull();
        assertThat(agents.candidate(List.of("DreamOps"))).isInstanceOfSatisfying(Candidate.Unknown.class,
                unknown -> assertThat(unknown.reason())
                        .contains("could not be pulled since: it answers with status 403"));
        pull(entry("a", "DreamOps", true));
        assertThat(agents.candidate(List.of("DreamOps"))).isEqualTo(new Candidate.Online("DreamOps"));
    }

    @Test
    void squadsForWhenASquadListsAgentsTheyAreItsMembers() throws Exception {
        pull(entry("keeper", "DeployKeeper", true), entry("spare", "DeployKeeper", true),
                entry("own", "EnvKeeper", true));
        assertThat(squads.squadsFor("DeployKeeper")).isEmpty();
        registry.put("own", spec("EnvKeeper", "mine"), ANN);
        try (DreamNetServices services = DreamNetServices.start()) {
            services.squad("ops", "keeper", "own", "not-registered");
            services.squad("zeta", "keeper");
            dreamNet.squadBuilder.serves("/api/squad", services::serve);
            dreamNet.squadBuilder.serves("/api/squad/metrics", services::serve);
            api.post("/api/halo/run", "{\"subjects\":[\"squad:ops\"]}");
        }
        assertThat(squads.squadsFor("DeployKeeper")).extracting(SquadDirectory.Candidate::id).containsExactly("ops");
        assertThat(squads.squadsFor("EnvKeeper")).as("its own squad comes first")
                .extracting(SquadDirectory.Candidate::id).containsExactly("mine");
        JsonNode listed = api.get("/api/halo/agents?squad=ops").body().get("agents");
        assertThat(listed.valueStream().map(agent -> agent.get("id").asString())).containsExactly("keeper");
        assertThat(listed.get(0).get("squad").asString()).isEqualTo("ops");
        assertThat(api.get("/api/halo/agents/own").body().get("agent").get("squad").asString()).isEqualTo("mine");
        assertThat(store.groups().get("keeper")).containsExactly("squad:ops");
        assertThat(store.facts(List.of(registry.get("keeper").known().subject())).values()).singleElement()
                .satisfies(facts -> assertThat(facts.squad()).isEqualTo("ops"));
        assertThat(registry.get("keeper").definition().squad()).as("its own definition says nothing of it").isNull();
    }

    /// The whole way, as an operator sees it.
    @Test
    void runWhenAnAgentGoesOfflineThereAndComesBack() {
        try (DreamNetServices services = DreamNetServices.start()) {
            services.agent("dreamops", "DreamOps", true);
            services.agent("scout", "EnvKeeper", true);
            dreamNet.squadBuilder.serves("/api/squad/agents", services::serve);
            run();
            assertThat(weakPoints("")).as("online, although its lastSeen is years old").isEmpty();
            services.agent("scout", "EnvKeeper", false);
            run();
            JsonNode open = weakPoints("").get(0);
            assertThat(open.get("code").asString()).isEqualTo("agent.offline");
            String since = offlineSince("scout").toString();
            assertThat(open.get("summary").asString()).isEqualTo(
                    "Agent 'EnvKeeper' (EnvKeeper) is reported offline by Squad Builder since " + since);
            clock.advance(Duration.ofMinutes(10));
            run();
            assertThat(weakPoints("")).singleElement().satisfies(same -> {
                assertThat(same.get("id")).isEqualTo(open.get("id"));
                assertThat(same.get("summary").asString()).endsWith(since);
            });
            services.agent("scout", "EnvKeeper", true);
            run();
            assertThat(weakPoints("")).isEmpty();
            assertThat(weakPoints("&state=resolved")).singleElement()
                    .satisfies(resolved -> assertThat(resolved.get("id")).isEqualTo(open.get("id")));
        }
    }

    /// A catch-all page, or the login page of a proxy, with status 200.
    @Test
    void runWhenTheListIsAPageKnowsNothingOfItsAgents() {
        try (DreamNetServices services = DreamNetServices.start()) {
            services.agent("scout", "DreamOps", false);
            dreamNet.squadBuilder.serves("/api/squad/agents", services::serve);
            run();
            assertThat(weakPoints("")).singleElement()
                    .satisfies(open -> assertThat(open.get("stale").asBoolean()).isFalse());
            services.unmounted("/api/squad/agents", true);
            run();
            assertThat(weakPoints("")).as("neither resolved nor seen again").singleElement()
                    .satisfies(open -> assertThat(open.get("stale").asBoolean()).isTrue());
            assertThat(api.get("/api/halo/agents/scout").body().at("/agent/stale").asBoolean()).isTrue();
            assertThat(api.get("/api/halo/weakpoints?subject=endpoint:squad-builder").body()
                    .at("/weakPoints/0/summary").asString())
                    .contains("The agents of Squad Builder could not be pulled: "
                            + "it answers with text/html instead of JSON: `<!doctype html><html><body>");
            assertThat(agents.candidate(List.of("DreamOps"))).isInstanceOf(Candidate.Unknown.class);
            services.unmounted("/api/squad/agents", false);
            run();
            assertThat(weakPoints("")).singleElement()
                    .satisfies(open -> assertThat(open.get("stale").asBoolean()).isFalse());
        }
    }

    private void run() {
        api.post("/api/halo/run", "{\"mode\":\"light\",\"subjects\":[\"agent:scout\",\"endpoint:squad-builder\"]}");
    }

    private JsonNode weakPoints(String filter) {
        return api.get("/api/halo/weakpoints?subject=agent:scout" + filter).body().get("weakPoints");
    }
}

package ink.dreamnet.halo.resonance.replay;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The life of weak points and tasks in a replay: HALO's own, on a clock of its own.
@HaloTest
@OnPostgres
class ReplayRepairsTest {

    private static final String REPLAYS = "/api/halo/replays";
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int CYCLE_S = 300;

    @Autowired
    Api api;

    private final List<String> begun = new ArrayList<>();

    @AfterEach
    void end() {
        begun.forEach(id -> api.delete(REPLAYS + "/" + id));
    }

    private String begin(String... subjects) {
        Answer answer = api.post(REPLAYS, """
                {"startAt":"%s","seed":7,"subjects":[%s],"config":{"plan":{"adaptive":false}}}""".formatted(START,
                String.join(",", subjects)));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        String id = answer.body().at("/replay/id").stringValue();
        begun.add(id);
        return id;
    }

    private static String subject(String kind, String id, String... dependsOn) {
        return "{\"kind\":\"%s\",\"id\":\"%s\",\"dependsOn\":[%s]}".formatted(kind, id,
                List.of(dependsOn).stream().map(each -> '"' + each + '"').collect(Collectors.joining(",")));
    }

    private JsonNode step(String id, int cycle, String observations, String more) {
        Answer answer = api.post(REPLAYS + "/" + id + "/steps", "{\"at\":\"%s\",\"observations\":[%s]%s}"
                .formatted(START.plusSeconds((long) CYCLE_S * cycle), observations, more));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body();
    }

    private static String state(String subject, String state) {
        return "{\"subject\":\"%s\",\"state\":\"%s\"}".formatted(subject, state);
    }

    private static String decision(JsonNode task, String action) {
        return ",\"decisions\":[{\"task\":%s,\"action\":\"%s\"}]".formatted(task.get("id"), action);
    }

    private static String outcome(JsonNode task, String verification) {
        return ",\"outcomes\":[{\"task\":%s,\"verification\":\"%s\"}]".formatted(task.get("id"), verification);
    }

    @Test
    void weakPointWhenItComesAndGoesIsOpenedAndResolvedOnce() {
        String id = begin(subject("endpoint", "shop"));
        assertThat(step(id, 0, state("endpoint:shop", "up"), "").get("opened").isEmpty()).isTrue();
        JsonNode opened = step(id, 1, state("endpoint:shop", "down"), "").get("opened");
        assertThat(opened.size()).isEqualTo(1);
        assertThat(opened.get(0).propertyNames()).containsExactly("id", "subject", "code", "severity");
        assertThat(opened.get(0).get("code").stringValue()).isEqualTo("endpoint.down");
        assertThat(opened.get(0).get("severity").stringValue()).isEqualTo("critical");
        JsonNode still = step(id, 2, state("endpoint:shop", "down"), "");
        assertThat(still.get("opened").isEmpty()).isTrue();
        assertThat(step(id, 3, "", "").get("resolved").isEmpty()).as("nobody looked").isTrue();
        assertThat(step(id, 4, state("endpoint:shop", "unknown"), "").get("resolved").isEmpty()).isTrue();
        JsonNode resolved = step(id, 5, state("endpoint:shop", "up"), "").get("resolved");
        assertThat(resolved.at("/0/id")).isEqualTo(opened.at("/0/id"));
        JsonNode again = step(id, 6, state("endpoint:shop", "down"), "").get("opened");
        assertThat(again.at("/0/id")).as("reopened within a day").isEqualTo(opened.at("/0/id"));
    }

    @Test
    void taskWhenItDidNotHelpIsFollowedByTheNextStep() {
        String id = begin(subject("endpoint", "shop"));
        JsonNode first = step(id, 0, state("endpoint:shop", "down"), "").at("/tasks/0");
        assertThat(first.propertyNames()).containsExactly("id", "subject", "code", "step", "propensity", "expected",
                "alternatives");
        assertThat(first.get("step").stringValue()).isEqualTo("repair");
        assertThat(first.get("propensity").doubleValue()).isEqualTo(1);
        assertThat(first.at("/expected").propertyNames()).containsExactly("p", "baseRate", "uplift");
        assertThat(first.at("/alternatives/0/step").stringValue()).isEqualTo("roll-back");
        assertThat(step(id, 1, state("endpoint:shop", "down"), "").get("tasks").isEmpty()).as("no storm").isTrue();
        step(id, 2, state("endpoint:shop", "down"), decision(first, "approved"));
        JsonNode second = step(id, 3, state("endpoint:shop", "down"), outcome(first, "ineffective")).at("/tasks/0");
        assertThat(second.get("step").stringValue()).isEqualTo("roll-back");
        JsonNode twice = step(id, 4, state("endpoint:shop", "down"), outcome(first, "effective"));
        assertThat(twice.at("/ignored/0/why").stringValue()).isEqualTo("it is succeeded");
        step(id, 5, state("endpoint:shop", "down"), decision(second, "approved"));
        JsonNode gone = step(id, 6, state("endpoint:shop", "up"), outcome(second, "effective"));
        assertThat(gone.get("resolved").size()).isEqualTo(1);
        JsonNode memory = api.get(REPLAYS + "/" + id + "/memory").body().get("strategies");
        assertThat(memory.valueStream().map(row -> row.get("step").stringValue() + row.get("outcomes")))
                .containsExactly("repair{\"ineffective\":1}", "roll-back{\"effective\":1}");
    }

    @Test
    void taskWhenRejectedOrHarmfulIsNotProposedAgain() {
        String id = begin(subject("agent", "a1"), subject("agent", "a2"));
        JsonNode tasks = step(id, 0, state("agent:a1", "down") + "," + state("agent:a2", "down"), "").get("tasks");
        assertThat(tasks.size()).isEqualTo(2);
        step(id, 1, state("agent:a1", "down"), decision(tasks.get(0), "rejected"));
        step(id, 2, state("agent:a2", "down"), decision(tasks.get(1), "approved"));
        JsonNode after = step(id, 3, state("agent:a1", "down") + "," + state("agent:a2", "down"),
                outcome(tasks.get(1), "harmful"));
        assertThat(after.get("tasks").isEmpty()).isTrue();
    }

    @Test
    void taskWhenItsCauseIsOpenIsNotProposed() {
        String id = begin(subject("endpoint", "shop", "endpoint:db"), subject("endpoint", "db"));
        JsonNode answer = step(id, 0, state("endpoint:shop", "down") + "," + state("endpoint:db", "down"), "");
        assertThat(answer.get("opened").size()).isEqualTo(2);
        assertThat(answer.get("tasks").valueStream().map(task -> task.get("subject").stringValue()))
                .containsExactly("endpoint:db");
    }

    @ParameterizedTest
    @EnumSource(Judgement.class)
    void stateOfEachKindHasARepair(Judgement judgement) {
        String kind = judgement.name().toLowerCase(Locale.ROOT);
        String id = begin(subject(kind, "x"));
        JsonNode down = step(id, 0, state(kind + ":x", "down"), "");
        assertThat(down.get("opened").size()).isEqualTo(1);
        assertThat(down.get("tasks").size()).isEqualTo(1);
        JsonNode degraded = step(id, 1, state(kind + ":x", "degraded"), "");
        assertThat(degraded.get("resolved").size()).isEqualTo(1);
        assertThat(degraded.at("/opened/0/severity").stringValue()).isEqualTo("medium");
        assertThat(degraded.get("tasks").size()).isEqualTo(1);
    }

    /// Independent outages of twelve endpoints, some of which depend on others; what is proposed is decided by its place.
    private String play(long seed, int cycles, UnaryOperator<String> name) {
        RandomGenerator random = new SplittableRandom(seed);
        int count = 12;
        String id = begin(IntStream.range(0, count).mapToObj(i -> subject("endpoint", name.apply("e" + i),
                i % 4 == 3 ? new String[]{"endpoint:" + name.apply("e" + (i - 1))} : new String[0]))
                .toArray(String[]::new));
        boolean[] down = new boolean[count];
        List<String> lines = new ArrayList<>();
        for (int cycle = 0; cycle < cycles; cycle++) {
            StringBuilder states = new StringBuilder();
            for (int i = 0; i < count; i++) {
                down[i] = random.nextDouble() < (down[i] ? 0.7 : 0.02);
                states.append(i == 0 ? "" : ",")
                        .append(state("endpoint:" + name.apply("e" + i), down[i] ? "down" : "up"));
            }
            lines.add("{\"at\":\"%s\",\"observations\":[%s]}".formatted(START.plusSeconds((long) CYCLE_S * cycle),
                    states));
        }
        Answer answer = api.send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(String.join("\n", lines)))
                .header("Content-Type", "application/x-ndjson"), REPLAYS + "/" + id + "/steps");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        api.delete(REPLAYS + "/" + id);
        return answer.response().body();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void replayWhenRepeatedRenamedOrTruncatedAnswersTheSame(long seed) {
        String whole = play(seed, 600, name -> name);
        assertThat(whole).contains("\"step\":\"repair\"").contains("\"resolved\":[{");
        assertThat(play(seed, 600, name -> name)).isEqualTo(whole);
        assertThat(whole).startsWith(play(seed, 200, name -> name));
        UnaryOperator<String> other = name -> "z" + (99 - Integer.parseInt(name.substring(1))) + "q";
        String renamed = play(seed, 600, other);
        for (int i = 11; i >= 0; i--) {
            renamed = renamed.replace("endpoint:" + other.apply("e" + i) + "\"", "endpoint:e" + i + "\"");
        }
        assertThat(renamed).isEqualTo(whole);
    }
}

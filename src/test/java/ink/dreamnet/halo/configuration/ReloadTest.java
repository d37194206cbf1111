package ink.dreamnet.halo.configuration;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Reloadable;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.Pipes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.Validator;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@HaloTest
@OnH2
class ReloadTest {

    private static final Actor OPERATOR = new Actor("olga");
    /// What an inlined property of the tests says already.
    private static final String NOTHING = "halo: {budgets: {fleet: 6}}";
    private static final String FLEET = """
            halo:
              endpoints: [{id: a, url: "http://127.0.0.1:9/a"}, {id: b, url: "http://127.0.0.1:9/b"}]
              agents: [{id: keeper}]
              squads: [{id: first}]
              maintenance: [{id: night, matchers: ["subject=endpoint:a"], comment: why, cron: "0 3 * * *", duration: 1h}]
              wormholes: [{id: shop.slow, action: record}]
              budgets: {per-subject: 3}
              triggers: {error-rate: {threshold: 7}}
              run: {max-wait: 2m}
            """;

    @TempDir
    Path directory;
    @Autowired
    ConfigurableEnvironment environment;
    @Autowired
    ConfigurationGuard guard;
    @Autowired
    @Qualifier("defaultValidator")
    Validator validator;
    @Autowired
    List<Reloadable> parts;
    @Autowired
    AuditTrail audit;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    Clock clock;
    @Autowired
    Api api;

    private Path file;
    private Reload reload;

    /// As the service is, but for its files.
    @BeforeEach
    void startWithAnEmptyFile() throws IOException {
        file = directory.resolve("application.yml");
        Files.writeString(file, NOTHING);
        StandardEnvironment own = new StandardEnvironment() {

            @Override
            protected void customizePropertySources(MutablePropertySources sources) {
                environment.getPropertySources().stream()
                        .filter(source -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
                        .forEach(sources::addLast);
                PropertySource<?> location = new MapPropertySource("location",
                        Map.of("spring.config.location", "file:" + directory + "/"));
                sources.addFirst(location);
            }
        };
        ConfigDataEnvironmentPostProcessor.applyTo(own);
        ConfigurationPropertySources.attach(own);
        reload = new Reload(own, guard, validator, parts, new OwnConfiguration(own), audit, transaction, clock);
    }

    @AfterEach
    void takeItBack() throws IOException {
        Files.writeString(file, NOTHING);
        reload.reload(Actor.HALO);
    }

    private Reload.Reloaded reloaded(String yaml) throws IOException {
        Files.writeString(file, yaml);
        return reload.reload(OPERATOR);
    }

    private List<String> refused(String yaml) throws IOException {
        Files.writeString(file, yaml);
        InvalidInputException wrong = catchThrowableOfType(InvalidInputException.class, () -> reload.reload(OPERATOR));
        assertThat(reload.state().problems()).isEqualTo(wrong.problems());
        return wrong.problems().stream().map(FieldProblem::field).toList();
    }

    private FieldProblem refusal() {
        return catchThrowableOfType(InvalidInputException.class, () -> reload.reload(OPERATOR)).problems().getFirst();
    }

    private List<String> ids(String path, String member) {
        return api.get(path).body().get(member).valueStream().map(each -> each.get("id").asString()).toList();
    }

    private double limit(String budget) {
        for (JsonNode use : api.get("/api/halo/budgets").body().get("budgets").values()) {
            if (use.get("name").asString().equals(budget)) {
                return use.get("limit").asDouble();
            }
        }
        throw new AssertionError(budget);
    }

    @Test
    void reloadWhenTheFileChangedTakesOverAllThatCanChangeAndNamesTheRest() throws IOException {
        Reload.Reloaded first = reloaded(FLEET.replace("per-subject", "fleet"));
        assertThat(first.changed()).extracting(Reload.ChangedPart::property).containsExactlyInAnyOrder("halo.endpoints",
                "halo.agents", "halo.squads", "halo.maintenance", "halo.wormholes",
                "halo.triggers.error-rate.threshold");
        assertThat(first.needsRestart()).containsExactly("halo.run.max-wait");
        assertThat(ids("/api/halo/endpoints", "endpoints")).containsExactly("a", "b");
        assertThat(ids("/api/halo/agents", "agents")).containsExactly("keeper");
        assertThat(ids("/api/halo/squads", "squads")).containsExactly("first");
        assertThat(api.get("/api/halo/silences/night").status()).isEqualTo(200);
        assertThat(api.get("/api/halo/wormholes/shop.slow").status()).isEqualTo(200);
        assertThat(api.get("/api/halo/triggers/error-rate").body().at("/trigger/threshold").asInt()).isEqualTo(7);
        assertThat(limit("fleet")).as("an inlined property, which comes before files").isEqualTo(6);
        assertThat(api.put("/api/halo/endpoints/a", "{\"url\":\"http://127.0.0.1:9/x\"}").status()).isEqualTo(409);

        Reload.Reloaded second = reloaded("""
                halo:
                  endpoints: [{id: b, url: "http://127.0.0.1:9/changed"}, {id: c, url: "http://127.0.0.1:9/c"}]
                  budgets: {per-hour: 17}
                """);
        assertThat(second.changed()).contains(
                new Reload.ChangedPart("halo.endpoints", List.of("c"), List.of("b"), List.of("a")),
                new Reload.ChangedPart("halo.agents", List.of(), List.of(), List.of("keeper")),
                new Reload.ChangedPart("halo.budgets.per-hour", null, null, null));
        assertThat(second.needsRestart()).isEmpty();
        assertThat(ids("/api/halo/endpoints", "endpoints")).containsExactly("b", "c");
        assertThat(ids("/api/halo/agents", "agents")).isEmpty();
        assertThat(api.get("/api/halo/wormholes/shop.slow").status()).isEqualTo(404);
        assertThat(limit("per-hour")).isEqualTo(17);
        assertThat(audit.of("configuration", "files")).last().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("olga");
            assertThat(entry.reason()).contains("halo.endpoints (added 1: c; changed 1: b; removed 1: a)",
                    "halo.budgets.per-hour");
        });
        assertThat(reload.reload(OPERATOR).changed()).as("the same once more").isEmpty();
    }

    @Test
    void reloadWhenAnythingIsWrongChangesNothingAndNamesAll() throws Exception {
        reloaded(FLEET);
        assertThat(refused(FLEET.replace("id: b", "id: a").replace("max-wait", "max-weight").replace("threshold: 7",
                "threshold: -7").replace("id: keeper", "id: other") + "  agent: {intake-batch: 0}\n"))
                .contains("halo.run.max-weight", "halo.endpoints[1].id", "halo.triggers.error-rate",
                        "halo.agent.intake-batch");
        assertThat(ids("/api/halo/endpoints", "endpoints")).containsExactly("a", "b");
        assertThat(ids("/api/halo/agents", "agents")).containsExactly("keeper");
        Health health = new ConfigurationHealthIndicator(reload).health();
        assertThat(health).isNotNull();
        assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(refused("""
                halo:
                  endpoints: [{id: a, url: "http://127.0.0.1:9/", labels: {team: "${NOPE}"}}]
                """)).containsExactly("halo.endpoints[0].labels.team");
        assertThat(refused("halo:\n  security: {admin-token: s3cret\n")).containsExactly("configuration");
        assertThat(reload.state().problems()).noneMatch(problem -> problem.message().contains("s3cret"));
        try (RandomAccessFile endless = new RandomAccessFile(file.toFile(), "rw")) {
            endless.setLength(Integer.MAX_VALUE);
        }
        assertThat(refusal().message()).contains("it is larger than");
        Files.delete(file);
        Pipes.make(file);
        assertThat(refusal().message()).contains("it is not a regular file");
        Files.delete(file);
        assertThat(refusal()).isEqualTo(new FieldProblem(file.toString(), "the file is gone"));
        assertThat(ids("/api/halo/endpoints", "endpoints")).containsExactly("a", "b");
        assertThat(reloaded(FLEET).changed()).isEmpty();
        assertThat(new ConfigurationHealthIndicator(reload).health()).extracting(Health::getStatus)
                .isEqualTo(Status.UP);
    }

    @Test
    void checkWhenALinkPointsElsewhereReadsItOnceItStandsStill() throws IOException {
        // as Kubernetes mounts a ConfigMap: application.yml -> ..data/application.yml, ..data -> ..1
        Path data = directory.resolve("..data");
        version("1", NOTHING);
        Files.createSymbolicLink(data, Path.of("..1"));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("..data/application.yml"));
        ConfigurationWatch watch = new ConfigurationWatch(reload, new WatchProperties(Duration.ofSeconds(5)), clock);
        watch.check();
        version("2", FLEET);
        Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
        Files.move(directory.resolve("..data_tmp"), data, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        watch.check();
        assertThat(ids("/api/halo/squads", "squads")).as("it may be half written").isEmpty();
        watch.check();
        assertThat(ids("/api/halo/squads", "squads")).containsExactly("first");

        Files.writeString(directory.resolve("..2/application.yml"), "halo: {squadz: []}");
        watch.check();
        watch.check();
        assertThat(reload.state().problems()).extracting(FieldProblem::field).containsExactly("halo.squadz");
        assertThat(ids("/api/halo/squads", "squads")).containsExactly("first");
    }

    private void version(String name, String yaml) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve(".." + name)).resolve("application.yml"), yaml);
    }

    @Test
    void reloadWhenAskedForByTheApiAnswersWhatChanged() {
        JsonNode answer = api.post("/api/halo/configuration/reload", null).body();
        assertThat(answer.at("/reload/changed").isEmpty()).isTrue();
        assertThat(answer.at("/reload/needsRestart").isArray()).isTrue();
        JsonNode state = api.get("/api/halo/configuration").body().get("configuration");
        assertThat(state.get("problems").isEmpty()).isTrue();
        assertThat(state.has("appliedAt")).isTrue();
    }
}

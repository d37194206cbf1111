package ink.dreamnet.halo.demo;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.demo.HaloApi.Answer;
import ink.dreamnet.halo.demo.Script.Call;
import ink.dreamnet.halo.demo.Script.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plays the script of the demo fleet, and does what an operator approved, as agents do: lease, work, report.
@Component
@Profile("demo")
public class Demo extends BackgroundLoop {

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final String FAILED = "failed";

    private final List<Work> underWay = new ArrayList<>();
    private final Environment environment;
    private final DemoProperties properties;
    private final JsonMapper json;
    private final Clock clock;
    private final Script script;
    private @Nullable HaloApi api;
    private @Nullable DemoFleet fleet;
    private Instant nextAt = Instant.EPOCH;
    private int next;

    Demo(Environment environment, DemoProperties properties, JsonMapper json, Clock clock) {
        super("halo-demo", "The demo fleet cannot go on");
        this.environment = environment;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
        this.script = Script.read(json);
    }

    /// A task that an agent has leased.
    private record Work(String agent, String task, String lease, SubjectRef subject, String code, String step,
            Instant doneAt) {
    }

    @Override
    protected boolean step(boolean woken) throws InterruptedException {
        if (properties.step().isZero()) {
            return false;
        }
        if (!clock.instant().isBefore(nextAt)) {
            nextAt = clock.instant().plus(properties.step());
            next();
        }
        work();
        return false;
    }

    /// Makes the next step of the script. The first one puts the fleet.
    public synchronized void next() throws InterruptedException {
        DemoFleet all = fleet == null ? begin() : fleet;
        for (Step step : script.at(next)) {
            for (Map.Entry<String, String> state : orEmpty(step.states()).entrySet()) {
                all.become(SubjectRef.parse(state.getKey()), state.getValue());
            }
            for (Call call : step.calls() == null ? List.<Call>of() : step.calls()) {
                String[] methodAndPath = call.call().split(" ", 2);
                all.call(call.as() == null ? HaloApi.OPERATOR : call.as(), methodAndPath[0], methodAndPath[1],
                        call.body());
            }
        }
        all.report();
        next++;
    }

    private DemoFleet begin() throws InterruptedException {
        HaloApi made = new HaloApi(json, environment.getRequiredProperty("local.server.port"),
                environment.getProperty("halo.security.admin-token"));
        DemoFleet begun = new DemoFleet(script, new DemoFiles(properties.directory()), made, json, clock);
        api = made;
        fleet = begun;
        begun.register();
        LOG.info("The demo fleet of {} subjects is there", script.fleet().values().stream().mapToInt(Map::size).sum());
        return begun;
    }

    /// Has each agent that works take a task that was approved, and report those whose time is over.
    public synchronized void work() throws InterruptedException {
        if (api == null || fleet == null) {
            return;
        }
        for (String agent : script.workers()) {
            Answer answer = api.call(agent, "POST", "/tasks/lease", Map.of("agent", agent));
            for (JsonNode leased : answer.body().path("leased")) {
                JsonNode task = leased.path("task");
                underWay.add(new Work(agent, task.path("id").asString(), leased.path("lease").path("id").asString(),
                        SubjectRef.parse("%s:%s".formatted(task.path("subject").path("kind").asString(),
                                task.path("subject").path("id").asString())),
                        task.path("code").asString(""), task.path("step").asString(""),
                        clock.instant().plus(properties.step())));
            }
        }
        for (Work work : List.copyOf(underWay)) {
            if (!clock.instant().isBefore(work.doneAt())) {
                underWay.remove(work);
                finish(work, api, fleet);
            }
        }
    }

    private void finish(Work work, HaloApi halo, DemoFleet all) throws InterruptedException {
        String state = Optional.ofNullable(script.repair(work.subject().toString(), work.code()))
                .or(() -> Optional.ofNullable(script.repair(work.subject().toString(), work.step())))
                .orElse(script.repairs().getOrDefault(work.subject().toString(), Script.WELL));
        boolean failed = state.equals(FAILED);
        if (!failed) {
            all.become(work.subject(), state);
        }
        Map<String, Object> result = new HashMap<>(Map.of("lease", work.lease(), "outcome",
                failed ? FAILED : "succeeded", "message",
                failed ? "it cannot be done: the other side refuses" : "did %s".formatted(work.step())));
        Answer answer = halo.call(work.agent(), "POST", "/tasks/%s/result".formatted(work.task()), result);
        LOG.info("{} reported that {} of {} {}: {}", work.agent(), work.step(), work.subject(), result.get("outcome"),
                answer.status());
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> states) {
        return Objects.requireNonNullElse(states, Map.of());
    }

    @Override
    public void stop() {
        interrupt();
        super.stop();
        synchronized (this) {
            if (fleet != null && api != null) {
                fleet.close();
                api.close();
            }
            fleet = null;
            api = null;
            next = 0;
        }
    }
}

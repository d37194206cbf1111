package ink.dreamnet.halo.task.dispatch;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.ExpectedAnswer.Form;
import ink.dreamnet.halo.http.ExpectedAnswer.Refusals;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.ReceivedAnswer;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.SquadBuilderAgents;
import ink.dreamnet.halo.task.SquadBuilderAgents.Candidate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Has DreamNet's Squad Builder do tasks, by three calls of it: `POST /api/squad/tasks` stores a task and does nothing,
/// `POST /api/squad/tasks/{id}/dispatch` has an agent do it and answers with the outcome, and `GET /api/squad/tasks/{id}` says how
/// it stands.
///
/// Squad Builder does a task again each time that it is dispatched. So it is dispatched once, and after an answer that is
/// missing or unusable it is asked how the task stands; only a task that is `pending` is dispatched again, under the same
/// `Idempotency-Key`. A repeated key is answered by the bare number of the earlier status, without the id of what was stored: then
/// the task is stored anew, and the first one, which nobody dispatches, is never done.
@Component
class SquadBuilderChannel implements DispatchChannel {

    static final String NAME = Execution.SQUAD_BUILDER;

    private static final ExpectedAnswer STORED = new ExpectedAnswer(Form.OK, Refusals.FINAL,
            List.of("/task/id", "/task/type"));
    private static final ExpectedAnswer SHOWN = new ExpectedAnswer(Form.OK, Refusals.FINAL, List.of("/task/status"));
    private static final int NOT_FOUND = 404;
    /// The types of tasks for which Squad Builder finds an agent without `assignedAgent`.
    private static final Set<String> ROUTED = Set.of("agent.revive", "repair.api.endpoint", "deploy.vercel",
            "env.audit",
            "build.module", "graft.install");

    private final HttpCalls http;
    private final DispatchProperties properties;
    private final JsonMapper json;
    private final ObjectProvider<SquadBuilderAgents> agents;
    private final TrackRecord record;
    private final Clock clock;
    private final @Nullable URI pulledFrom;

    SquadBuilderChannel(HttpCalls http, DispatchProperties properties, JsonMapper json,
            ObjectProvider<SquadBuilderAgents> agents, TrackRecord record, Clock clock,
            @Value("${halo.sources.squad-builder.base-url:}") String baseUrl) {
        this.http = http;
        this.properties = properties;
        this.json = json;
        this.agents = agents;
        this.record = record;
        this.clock = clock;
        this.pulledFrom = tasksOf(baseUrl);
    }

    /// @param baseUrl of a Squad Builder, or blank
    /// @return where it takes tasks; null where there is none
    static @Nullable URI tasksOf(String baseUrl) {
        return baseUrl.isBlank() ? null : URI.create(baseUrl.strip().replaceFirst("/+$", "") + "/api/squad/tasks");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean startsSeparately() {
        return true;
    }

    @Override
    public Candidate candidate(String type, List<String> roles, Destination target) {
        SquadBuilderAgents present = agents.getIfAvailable();
        Candidate listed = present == null || !target.url().equals(pulledFrom)
                ? new Candidate.Unknown("HALO does not pull the agents of %s".formatted(target))
                : present.candidate(roles);
        return listed instanceof Candidate.Unknown(String reason) && !ROUTED.contains(type)
                ? new Candidate.Nobody(
                        "Squad Builder chooses no agent for tasks of type '%s' by itself, and HALO cannot: %s"
                                .formatted(type, reason))
                : listed;
    }

    @Override
    public List<String> agents(String role) {
        SquadBuilderAgents present = agents.getIfAvailable();
        return present == null ? List.of() : present.online(role);
    }

    @Override
    public DeliveryResult send(Delivery delivery, Destination target) throws InterruptedException {
        if (delivery.targetId() == null) {
            return store(delivery, target);
        }
        URI task = URI.create("%s/%s".formatted(target.url(), URLEncoder.encode(delivery.targetId(),
                StandardCharsets.UTF_8).replace("+", "%20")));
        return delivery.begun() ? check(delivery, task, delivery.mayBegin()) : dispatch(delivery, task);
    }

    private DeliveryResult store(Delivery delivery, Destination target) throws InterruptedException {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("type", delivery.type());
        task.put("payload", delivery.payload());
        // its term for what may be dispatched
        task.put("status", "pending");
        task.put("priority", delivery.priority());
        if (candidate(delivery.type(), delivery.targetAgents(), target) instanceof Candidate.Online(String role)) {
            record.agents(delivery.type(), agents(role)).choose(delivery.taskId())
                    .ifPresent(agent -> task.put("assignedAgent", agent.id()));
        }
        task.put("haloTaskId", delivery.taskId());
        try {
            ReceivedAnswer answer = http.ask(post(target.url(), delivery, task));
            return answer.json().isNumber() ? repeated(answer) : stored(delivery, answer);
        } catch (CallFailedException failed) {
            return new DeliveryResult.Failed(null, failed.reason(), null);
        }
    }

    private static DeliveryResult repeated(ReceivedAnswer answer) {
        return new DeliveryResult.Untraceable(answer.status(),
                "it took an earlier send and does not say as which task (%s)"
                        .formatted(answer.described()));
    }

    private static DeliveryResult stored(Delivery delivery, ReceivedAnswer answer) {
        return switch (STORED.judge(answer)) {
            case SendResult.Accepted(int status, JsonNode said) -> {
                String id = TargetIds.first(said, "/task/id");
                yield id != null && delivery.type().equals(said.at("/task/type").asString(""))
                        ? new DeliveryResult.Stored(status, id)
                        : new DeliveryResult.Failed(status,
                                "it does not answer with the task that was sent: " + answer.shown(), null);
            }
            case SendResult.Refused(int status, String error) -> new DeliveryResult.Refused(status, error);
            case SendResult.Failed(Integer status, String error, Duration wait) ->
                new DeliveryResult.Failed(status, error, wait);
        };
    }

    private DeliveryResult dispatch(Delivery delivery, URI task) throws InterruptedException {
        if (clock.instant().isAfter(delivery.at().plus(properties.delivery().timeout().multipliedBy(2)))) {
            // another process may have asked meanwhile, and the target knows a key for some minutes only
            return new DeliveryResult.Underway(null, "HALO stood still before it asked");
        }
        ReceivedAnswer answer;
        try {
            answer = http.ask(post(URI.create(task + "/dispatch"), delivery, Map.of()));
        } catch (CallFailedException failed) {
            return new DeliveryResult.Underway(null, failed.reason());
        }
        String agent = TargetIds.first(answer.json(), "/agentId");
        if (answer.ok() && agent != null) {
            return withLog(task,
                    new DeliveryResult.Ended(answer.status(), true, agent, agent + " did it", List.of()));
        }
        boolean refused = answer.refusal().isPresent() && !answer.successful()
                && !ExpectedAnswer.passing(answer.status());
        return refused
                ? withLog(task,
                        new DeliveryResult.Ended(answer.status(), false, null, answer.refusal().get(), List.of()))
                : check(delivery, task, false);
    }

    /// Adds the log, which the answer to a dispatch has not. Where it cannot be read, the outcome counts all the same.
    private DeliveryResult withLog(URI task, DeliveryResult.Ended ended) throws InterruptedException {
        try {
            JsonNode said = http.ask(show(task)).json().path("task");
            String agent = ended.agent() == null ? TargetIds.first(said, "/assignedAgent") : ended.agent();
            return new DeliveryResult.Ended(ended.status(), ended.succeeded(), agent, ended.message(), log(said));
        } catch (CallFailedException failed) {
            return ended;
        }
    }

    /// @param again whether it may be dispatched again where it was not
    private DeliveryResult check(Delivery delivery, URI task, boolean again) throws InterruptedException {
        ReceivedAnswer answer;
        try {
            answer = http.ask(show(task));
        } catch (CallFailedException failed) {
            return new DeliveryResult.Underway(null, failed.reason());
        }
        if (answer.status() == NOT_FOUND && answer.refusal().isPresent()) {
            return new DeliveryResult.Unknown(answer.status(),
                    "Squad Builder does not know task %s any more".formatted(delivery.targetId()));
        }
        return switch (SHOWN.judge(answer)) {
            case SendResult.Accepted(int status, JsonNode said) ->
                state(delivery, task, again, status, said.path("task"));
            case SendResult.Refused(int status, String error) -> new DeliveryResult.Underway(status, error);
            case SendResult.Failed(Integer status, String error, Duration wait) ->
                new DeliveryResult.Underway(status, error);
        };
    }

    private DeliveryResult state(Delivery delivery, URI task, boolean again, int status, JsonNode said)
            throws InterruptedException {
        String state = said.path("status").asString("");
        List<String> log = log(said);
        String agent = TargetIds.first(said, "/assignedAgent");
        return switch (state) {
            case "success" -> new DeliveryResult.Ended(status, true, agent,
                    log.isEmpty() ? "Squad Builder says that it succeeded" : log.getLast(), log);
            case "failed" -> new DeliveryResult.Ended(status, false, agent,
                    log.isEmpty() ? "Squad Builder says that it failed" : log.getLast(), log);
            case "pending" -> again
                    ? dispatch(delivery, task)
                    : new DeliveryResult.Underway(status, "Squad Builder has not begun with it");
            default -> new DeliveryResult.Underway(status, "Squad Builder says that it is '%s'".formatted(
                    MaskedText.of(state)));
        };
    }

    private static List<String> log(JsonNode task) {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : task.path("logs")) {
            String masked = line.isString() ? MaskedText.of(line.stringValue()) : null;
            if (masked != null) {
                lines.add(masked);
            }
        }
        return lines;
    }

    private HttpCall post(URI url, Delivery delivery, Map<String, Object> body) {
        return new HttpCall(url, Map.of("Idempotency-Key", delivery.callKey(), "Halo-Run",
                Integer.toString(delivery.run())), json.writeValueAsBytes(body), properties.delivery().limits());
    }

    private HttpCall show(URI task) {
        return HttpCall.get(task, "application/json", Map.of(), properties.delivery().limits());
    }
}

package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A stand-in of DreamNet's services with their state: Squad Builder, Event Wormholes and the Graft Engine, as far as what is
/// known of them. Tasks are stored, dispatched and done by agents; events are kept to 1,000; an idempotency key that was seen
/// is answered by the bare number of the earlier status; what is not there is a page of HTML with status 200.
///
/// It also runs by itself, to try HALO beside it: `java … ink.dreamnet.halo.support.DreamNetServices 9090`. Then
/// `POST /stand-in/agents/{id}?online=false` switches an agent, which a task `agent.revive` brings back.
public final class DreamNetServices implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int EVENTS_KEPT = 1000;
    private static final String HTML = "<!doctype html><html><body><div id=\"root\"></div></body></html>";
    private static final Map<String, String> ROLES = Map.of("agent.revive", "DreamOps", "repair.api.endpoint",
            "DeployKeeper", "deploy.vercel", "DeployKeeper", "env.audit", "EnvKeeper", "build.module", "BuildKeeper",
            "graft.install", "GraftBuilder");
    private static final Set<String> NEVER_ABLE = Set.of("Custom", "ConnectorBot", "NarrativeWeaver");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, ObjectNode> agents = new LinkedHashMap<>();
    private final Map<String, ObjectNode> squads = new LinkedHashMap<>();
    private final Map<String, ObjectNode> tasks = new LinkedHashMap<>();
    private final Map<String, ObjectNode> grafts = new LinkedHashMap<>();
    private final Deque<ObjectNode> events = new ArrayDeque<>();
    private final Map<String, Integer> keys = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> work = new CopyOnWriteArrayList<>();
    private final List<String> sentKeys = new CopyOnWriteArrayList<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Set<String> unmounted = ConcurrentHashMap.newKeySet();
    private volatile Function<JsonNode, @Nullable String> skill = task -> null;
    private volatile Function<String, @Nullable Fault> nextFault = kind -> null;

    /// What goes wrong with the next call of a kind.
    public enum Fault {
        /// It is not carried out, and never answered.
        LOST_BEFORE,
        /// It is not carried out, and the connection is closed without an answer.
        CUT_BEFORE,
        /// It is carried out, and the connection is closed without an answer.
        LOST_AFTER,
        /// It is carried out, and never answered.
        HANGS_AFTER
    }

    private record Answer(int status, String type, String body) {
    }

    private DreamNetServices(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public static DreamNetServices start() {
        return new DreamNetServices(0);
    }

    public static void main(String[] arguments) {
        DreamNetServices dreamNet = new DreamNetServices(Integer.parseInt(arguments[0]));
        for (String role : List.of("DreamOps", "DeployKeeper", "EnvKeeper", "BuildKeeper", "GraftBuilder")) {
            dreamNet.agent(role.toLowerCase(Locale.ROOT), role, true);
        }
        dreamNet.squad("ops", "dreamops", "deploykeeper");
        dreamNet.skill(task -> {
            String revived = task.at("/payload/agent").asString("");
            synchronized (dreamNet) {
                ObjectNode agent = dreamNet.agents.get(revived);
                return agent == null || agent.put("isOnline", true).isEmpty() ? "nothing to revive" : null;
            }
        });
    }

    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Adds an agent, or switches it. `lastSeen` is the time of its registration and never moves.
    public synchronized void agent(String id, String role, boolean online) {
        ObjectNode agent = agents.computeIfAbsent(id, key -> JSON.createObjectNode().put("id", id).put("name", role)
                .put("lastSeen", "2024-03-01T09:00:00.000Z"));
        agent.put("role", role).put("isOnline", online).putArray("capabilities");
    }

    public synchronized void squad(String id, String... members) {
        ObjectNode squad = JSON.createObjectNode().put("id", id).put("name", id).putNull("activeTaskId");
        for (String member : members) {
            squad.withArray("agents").add(member);
        }
        squads.put(id, squad);
    }

    public synchronized void graft(String id, String type, String status) {
        grafts.put(id,
                JSON.createObjectNode().put("id", id).put("type", type).put("name", id).put("path", "grafts/" + id)
                        .put("createdAt", Instant.EPOCH.toString()).put("status", status));
    }

    /// Decides how agents do from now on.
    ///
    /// @param failing answers why a task fails, null where it succeeds
    public void skill(Function<JsonNode, @Nullable String> failing) {
        skill = failing;
    }

    /// The next call of a kind goes wrong.
    ///
    /// @param call `create` or `dispatch`
    public void fault(String call, Fault fault) {
        faults.put(call, fault);
    }

    /// Decides from now on what goes wrong with each call.
    ///
    /// @param next answers for a kind of call (`create`, `dispatch`, `show`) what goes wrong, null where nothing does
    public void faults(Function<String, @Nullable Fault> next) {
        nextFault = next;
    }

    /// Every call of a kind is a page of HTML from now on, as where the router is not mounted; or not any more.
    ///
    /// @param call `create`, `dispatch` or `show`, or the path of another `GET` (`/api/graft`)
    public void unmounted(String call, boolean now) {
        if (now) {
            unmounted.add(call);
        } else {
            unmounted.remove(call);
        }
    }

    /// Forgets its tasks, as a restart does.
    public synchronized void forgetTasks() {
        tasks.clear();
    }

    /// Is as it was at the start.
    public synchronized void reset() {
        List.of(agents, squads, tasks, grafts, keys, faults).forEach(Map::clear);
        List.of(events, calls, work, sentKeys, unmounted).forEach(Collection::clear);
        skill = task -> null;
        nextFault = kind -> null;
    }

    /// @return the idempotency key of each call that had one, in order
    public List<String> sentKeys() {
        return List.copyOf(sentKeys);
    }

    /// @return the HALO task ids of what agents have done, in order, once for each time that it was done
    public List<String> work() {
        return List.copyOf(work);
    }

    /// @return method and path of each call so far
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /// @return the stored tasks
    public synchronized List<JsonNode> tasks() {
        return tasks.values().stream().<JsonNode>map(ObjectNode::deepCopy).toList();
    }

    /// @return the events that are kept, newest first
    public synchronized List<JsonNode> events() {
        return events.stream().<JsonNode>map(ObjectNode::deepCopy).toList();
    }

    /// Emits an event of its own.
    public void emit(String sourceType, String eventType, String severity, JsonNode payload) {
        emit(Instant.now(), sourceType, eventType, severity, payload);
    }

    /// Emits an event of its own.
    ///
    /// @param at the time of its clock
    /// @return its id
    public synchronized String emit(Instant at, String sourceType, String eventType, String severity,
            JsonNode payload) {
        String id = UUID.randomUUID().toString();
        events.addFirst(JSON.createObjectNode().put("id", id).put("timestamp", at.toString())
                .put("sourceType", sourceType)
                .put("eventType", eventType).put("severity", severity).put("handled", false).set("payload", payload));
        while (events.size() > EVENTS_KEPT) {
            events.removeLast();
        }
        return id;
    }

    /// Loses all events, as where the file that it keeps them in cannot be read.
    public synchronized void forgetEvents() {
        events.clear();
    }

    /// Answers a call, also in the place of another server.
    public void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String method = exchange.getRequestMethod();
            String whole = exchange.getRequestURI().getRawPath();
            String path = whole.substring(Math.max(0, whole.indexOf("/api/")));
            calls.add(method + " " + path);
            String kind = kind(method, path);
            Fault fault = faults.containsKey(kind) ? faults.remove(kind) : nextFault.apply(kind);
            if (fault == Fault.CUT_BEFORE) {
                return;
            }
            if (fault == Fault.LOST_BEFORE) {
                hang();
                return;
            }
            String key = method.equals("POST") ? exchange.getRequestHeaders().getFirst("Idempotency-Key") : null;
            if (key != null) {
                sentKeys.add(key);
            }
            Integer seen = key == null ? null : keys.get(key);
            Answer answer = unmounted.contains(kind)
                    ? html()
                    : seen == null
                            ? answer(method, path, exchange.getRequestURI(), body)
                            : json(200, seen.toString());
            if (key != null && seen == null && !unmounted.contains(kind)) {
                keys.put(key, answer.status());
            }
            if (fault == Fault.HANGS_AFTER) {
                hang();
            }
            if (fault == null) {
                exchange.getResponseHeaders().set("Content-Type", answer.type());
                byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static String kind(String method, String path) {
        if (method.equals("GET")) {
            return path.startsWith("/api/squad/tasks/") ? "show" : path;
        }
        return path.equals("/api/squad/tasks") ? "create" : path.endsWith("/dispatch") ? "dispatch" : "";
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer answer(String method, String path, URI uri, String body) {
        List<String> parts = List.of(path.substring(1).split("/", -1)).stream()
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8)).toList();
        String call = method + " " + String.join("/", parts.subList(0, Math.min(3, parts.size())));
        return switch (call) {
            case "GET api/squad" -> listed("squads", squads);
            case "GET api/squad/agents" -> listed("agents", agents);
            case "POST api/squad/tasks" -> parts.size() == 3
                    ? created(JSON.readTree(body))
                    : parts.size() == 5 && parts.get(4).equals("dispatch") ? dispatched(parts.get(3)) : html();
            case "GET api/squad/tasks" -> parts.size() == 4 ? task(parts.get(3)) : squad(parts.get(2));
            case "GET api/graft" -> listed("grafts", grafts);
            case "POST api/events/emit" -> emitted(JSON.readTree(body));
            case "GET api/events/recent" -> recent(uri.getQuery());
            default -> {
                if (method.equals("POST") && parts.getFirst().equals("stand-in") && parts.size() == 3) {
                    ObjectNode agent = agents.get(parts.get(2));
                    yield agent == null
                            ? html()
                            : json(200, agent.put("isOnline", "online=true".equals(uri.getQuery())).toString());
                }
                yield method.equals("GET") && parts.size() == 3 && path.startsWith("/api/squad/")
                        ? squad(parts.get(2))
                        : html();
            }
        };
    }

    private static Answer json(int status, String body) {
        return new Answer(status, "application/json; charset=utf-8", body);
    }

    private static Answer html() {
        return new Answer(200, "text/html; charset=UTF-8", HTML);
    }

    private static Answer failed(int status, String error) {
        return json(status, JSON.createObjectNode().put("ok", false).put("error", error).toString());
    }

    private static Answer listed(String name, Map<String, ObjectNode> entries) {
        ObjectNode answer = JSON.createObjectNode().put("ok", true);
        answer.putArray(name).addAll(new ArrayList<>(entries.values()));
        return json(200, answer.toString());
    }

    private Answer squad(String id) {
        ObjectNode squad = squads.get(id);
        return squad == null
                ? failed(404, "Squad not found")
                : json(200, JSON.createObjectNode().put("ok", true).set("squad", squad).toString());
    }

    private Answer created(JsonNode sent) {
        ObjectNode task = JSON.createObjectNode();
        for (String member : List.of("type", "payload", "status", "assignedAgent", "haloTaskId", "priority")) {
            if (sent.has(member)) {
                task.set(member, sent.get(member));
            }
        }
        String id = UUID.randomUUID().toString();
        task.put("id", id).put("createdAt", "2026-11-01T00:00:00.000Z").put("updatedAt", "2026-11-01T00:00:00.000Z")
                .putArray("logs");
        tasks.put(id, task);
        return json(200, JSON.createObjectNode().put("ok", true).set("task", task).toString());
    }

    private Answer task(String id) {
        ObjectNode task = tasks.get(id);
        return task == null
                ? failed(404, "Task not found")
                : json(200, JSON.createObjectNode().put("ok", true).set("task", task).toString());
    }

    private Answer dispatched(String id) {
        ObjectNode task = tasks.get(id);
        if (task == null) {
            return failed(400, "Task not found");
        }
        if (task.path("status").asString("").equals("pending-approval")) {
            return failed(400, "Task requires approval");
        }
        ObjectNode agent = agentFor(task);
        if (agent == null) {
            return failed(400, "No suitable agent available");
        }
        String name = agent.path("role").asString();
        work.add(task.path("haloTaskId").asString(id));
        task.put("assignedAgent", agent.path("id").asString()).put("status", "running").withArray("logs")
                .add("Assigned to " + name);
        String error = NEVER_ABLE.contains(name) ? "No handler for role " + name : skill.apply(task);
        task.put("status", error == null ? "success" : "failed").withArray("logs")
                .add(error == null ? "Completed by " + name + ": done" : "Failed: " + error);
        ObjectNode payload = JSON.createObjectNode().put("taskId", id).put("taskType", task.path("type").asString(""))
                .put("agentId", agent.path("id").asString()).put("agentRole", name)
                .put(error == null ? "result" : "error", error == null ? "done" : error);
        emit("squad", error == null ? "squad.task.completed" : "squad.task.failed", error == null ? "info" : "error",
                payload);
        return error == null
                ? json(200,
                        JSON.createObjectNode().put("ok", true).put("agentId", agent.path("id").asString()).toString())
                : failed(400, error);
    }

    private @Nullable ObjectNode agentFor(JsonNode task) {
        ObjectNode assigned = agents.get(task.path("assignedAgent").asString(""));
        if (assigned != null && assigned.path("isOnline").booleanValue()) {
            return assigned;
        }
        String role = ROLES.getOrDefault(task.path("type").asString(""), "Custom");
        return agents.values().stream().filter(agent -> agent.path("role").asString().equals(role)
                && agent.path("isOnline").booleanValue()).findFirst().orElse(null);
    }

    private Answer emitted(JsonNode sent) {
        emit(sent.path("sourceType").asString(""), sent.path("eventType").asString(""),
                sent.path("severity").asString(""),
                sent.path("payload"));
        if (sent.has("sourceId")) {
            events.getFirst().set("sourceId", sent.get("sourceId"));
        }
        return json(200, JSON.createObjectNode().put("ok", true).set("event", events.getFirst()).toString());
    }

    private Answer recent(@Nullable String query) {
        int limit = query == null || !query.startsWith("limit=") ? 50 : Integer.parseInt(query.substring(6));
        ObjectNode answer = JSON.createObjectNode().put("ok", true);
        answer.putArray("events").addAll(events.stream().limit(limit).toList());
        return json(200, answer.toString());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

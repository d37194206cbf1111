import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.TaskReceiver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Operators, agents and services at work, on all replicas. What is acknowledged goes into the ledger.
final class Load {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ENDPOINTS = 24;
    private static final int PATIENTS = 12;
    private static final int WORKERS = 2;

    private final List<Replica> replicas;
    private final FleetServer fleet;
    private final TaskReceiver receiver;
    private final Ledger ledger;
    private final long seed;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    /// Only what was begun is brought to its end.
    private volatile boolean finishing;

    Load(List<Replica> replicas, FleetServer fleet, TaskReceiver receiver, Ledger ledger, long seed) {
        this.replicas = replicas;
        this.fleet = fleet;
        this.receiver = receiver;
        this.ledger = ledger;
        this.seed = seed;
    }

    /// An answer.
    ///
    /// @param status 0 where there was none
    record Answer(int status, JsonNode body) {

        boolean ok() {
            return status / 100 == 2;
        }

        /// @return whether it happened or not is unknown
        boolean unknown() {
            return status == 0 || status == 429 || status >= 500;
        }
    }

    void start() {
        int number = 0;
        for (Consumer<Random> work : List.<Consumer<Random>>of(new Endpoints(), new Agents(), this::runs, this::decide,
                new Targets(), this::events, this::signals, new People(this, replicas, ledger))) {
            loop("load-" + number++, work);
        }
        for (int worker = 1; worker <= WORKERS; worker++) {
            String agent = "worker-" + worker;
            loop(agent, random -> lease(agent, random));
        }
    }

    private void loop(String name, Consumer<Random> work) {
        Random random = new Random(seed * 31 + name.hashCode());
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            while (!stopping) {
                try {
                    work.accept(random);
                } catch (RuntimeException failed) {
                    Report.harness("%s: %s at %s".formatted(name, failed, failed.getStackTrace()[0]));
                }
                Setup.pause(random.nextInt(100, 700));
            }
        }));
    }

    /// Proposes and decides nothing more; who works goes on.
    void finish() {
        finishing = true;
        fleet.setAll(FleetServer.UP);
    }

    void stop() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// Calls a replica that is said to be there, or any.
    Answer call(Random random, String method, String path, String json, String... headers) {
        List<Replica> ready = replicas.stream().filter(Replica::ready).toList();
        List<Replica> from = ready.isEmpty() ? replicas : ready;
        HttpRequest.Builder request = HttpRequest.newBuilder(from.get(random.nextInt(from.size())).uri(
                "/api/halo" + path)).timeout(Duration.ofSeconds(20)).method(method, json == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            ledger.answered(response.statusCode());
            if (response.statusCode() == 500) {
                Report.violation("%s %s was answered with 500: %s".formatted(method, path, response.body()));
            }
            if (response.statusCode() == 503 && response.headers().firstValue("Retry-After").isEmpty()) {
                Report.violation("%s %s was answered with 503 without Retry-After".formatted(method, path));
            }
            boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(response.statusCode(),
                    isJson ? JSON.readTree(response.body()) : JSON.missingNode());
        } catch (IOException lost) {
            ledger.answered(0);
            return new Answer(0, JSON.missingNode());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer(0, JSON.missingNode());
        }
    }

    /// Repeats a call that may be repeated until it is answered.
    Answer sure(Random random, String method, String path, String json) {
        Answer answer = call(random, method, path, json);
        while (answer.unknown() && !stopping) {
            Setup.pause(500);
            answer = call(random, method, path, json);
        }
        return answer;
    }

    /// Puts and deletes endpoints, and breaks and mends what they watch.
    private final class Endpoints implements Consumer<Random> {

        private final Deque<String> present = new ArrayDeque<>();
        private int number;

        @Override
        public void accept(Random random) {
            if (finishing) {
                return;
            }
            int path = 1 + random.nextInt(fleet.size() - 1);
            fleet.set(path, random.nextBoolean() ? FleetServer.BROKEN : FleetServer.UP);
            if (present.size() < ENDPOINTS) {
                String id = "e" + number++;
                Answer put = sure(random, "PUT", "/endpoints/" + id,
                        "{\"url\": \"%s\", \"attempts\": 1}".formatted(fleet.url(1 + number % (fleet.size() - 1))));
                if (put.ok()) {
                    present.addLast(id);
                    ledger.endpoints.put(id, true);
                }
            } else if (random.nextInt(3) == 0) {
                String id = present.removeFirst();
                ledger.endpoints.remove(id);
                Answer deleted = sure(random, "DELETE", "/endpoints/" + id, null);
                // 404: an earlier call did it, whose answer was lost
                if (deleted.ok() || deleted.status() == 404) {
                    ledger.endpoints.put(id, false);
                }
            }
        }
    }

    /// Registers agents and sends heartbeats of those that are well.
    private final class Agents implements Consumer<Random> {

        private final Set<String> present = new HashSet<>();

        @Override
        public void accept(Random random) {
            if (present.size() < WORKERS + PATIENTS) {
                boolean worker = present.size() < WORKERS;
                String id = worker ? "worker-" + (present.size() + 1) : "p" + present.size();
                if (sure(random, "PUT", "/agents/" + id, """
                        {"role": "%s", "heartbeatPeriodMs": %d, "graceMs": %d}""".formatted(
                        worker ? "DreamOps" : "Archivist", worker ? 60_000 : 2_000, worker ? 600_000 : 1_000))
                        .ok()) {
                    present.add(id);
                    ledger.agents.put(id, true);
                }
            }
            for (String id : present) {
                // one in two patients is silent for a while, then the other
                if (id.startsWith("worker") || (id.hashCode() + Instant.now().getEpochSecond() / 20) % 2 == 0) {
                    Instant now = Instant.now();
                    if (call(random, "POST", "/agents/" + id + "/heartbeat", "{}").ok()) {
                        ledger.heartbeats.put(id, now);
                    }
                }
            }
        }
    }

    private void runs(Random random) {
        if (finishing || random.nextInt(4) != 0) {
            return;
        }
        Answer answer = random.nextInt(4) == 0
                ? call(random, "POST", "/run", "{}")
                : call(random, "POST", "/run", "{}", "Prefer", "respond-async");
        if (answer.ok()) {
            ledger.cycles.add(answer.body().get("cycle").get("id").asString());
        }
    }

    private void decide(Random random) {
        if (finishing) {
            return;
        }
        Answer waiting = call(random, "GET", "/tasks?status=pending-approval&limit=10", null);
        if (!waiting.ok()) {
            return;
        }
        for (JsonNode task : waiting.body().get("tasks")) {
            String id = task.get("id").asString();
            if (random.nextInt(5) == 0) {
                if (!ledger.approvalAsked.contains(id)
                        && call(random, "POST", "/tasks/" + id + "/reject", "{}").ok()) {
                    ledger.rejected.add(id);
                }
            } else {
                ledger.approvalAsked.add(id);
                if (call(random, "POST", "/tasks/" + id + "/approve", "{}").ok()) {
                    ledger.approved.add(id);
                }
            }
        }
    }

    private void lease(String agent, Random random) {
        Answer answer = call(random, "POST", "/tasks/lease", "{\"agent\": \"%s\", \"max\": 2, \"waitSeconds\": %d}"
                .formatted(agent, random.nextInt(3)));
        if (!answer.ok()) {
            return;
        }
        for (JsonNode leased : answer.body().get("leased")) {
            String task = leased.get("task").get("id").asString();
            String lease = leased.get("lease").get("id").asString();
            if (!ledger.approvalAsked.contains(task)) {
                Report.violation("task %s was leased and nobody approved it".formatted(task));
            }
            Setup.pause(random.nextInt(500));
            String outcome = outcome(random);
            Answer report = call(random, "POST", "/tasks/" + task + "/result", report("lease", lease, 0, outcome));
            while (report.unknown() && !stopping) {
                // the agent does not know what was recorded, and says the contrary
                outcome = outcome.equals("failed") ? "succeeded" : "failed";
                Setup.pause(random.nextInt(1_000));
                report = call(random, "POST", "/tasks/" + task + "/result", report("lease", lease, 0, outcome));
            }
            if (report.ok()) {
                ledger.leaseResults.put(lease, outcome);
            } else if (report.status() == 409) {
                ledger.leaseRefused.put(lease, outcome);
            }
        }
    }

    private static String outcome(Random random) {
        return random.nextInt(4) == 0 ? "failed" : "succeeded";
    }

    private static String report(String by, String value, int run, String outcome) {
        return run == 0
                ? "{\"%s\": \"%s\", \"outcome\": \"%s\"}".formatted(by, value, outcome)
                : "{\"%s\": \"%s\", \"run\": %d, \"outcome\": \"%s\"}".formatted(by, value, run, outcome);
    }

    /// The services that tasks are sent to report how they went.
    private final class Targets implements Consumer<Random> {

        private final Set<String> reported = new HashSet<>();
        private int next;

        @Override
        public void accept(Random random) {
            List<TaskReceiver.Request> requests = receiver.requests();
            for (; next < requests.size() && !stopping; next++) {
                TaskReceiver.Request request = requests.get(next);
                String task = request.json().get("data").get("haloTaskId").asString();
                if (!ledger.approvalAsked.contains(task)) {
                    Report.violation("task %s was sent and nobody approved it".formatted(task));
                }
                if (reported.add(request.key() + request.run())) {
                    String outcome = outcome(random);
                    Answer answer = sure(random, "POST", "/tasks/" + task + "/result",
                            report("idempotencyKey", request.key(), Integer.parseInt(request.run()), outcome));
                    if (answer.ok() && outcome.equals("succeeded")) {
                        ledger.succeeded.add(task);
                    } else if (!answer.ok()) {
                        ledger.sentRefused.put(task, "run %s was reported as %s: %d %s".formatted(request.run(), outcome,
                                answer.status(), answer.body()));
                    }
                }
            }
        }
    }

    private int event;

    private void events(Random random) {
        String id = "event-" + event++;
        if (call(random, "POST", "/events", """
                {"id": "%s", "sourceType": "system", "eventType": "chaos.noted", "severity": "info", "payload": {}}"""
                .formatted(id)).ok()) {
            ledger.events.add(id);
            if (random.nextInt(5) == 0) {
                // once more is the same event
                call(random, "POST", "/events", """
                        {"id": "%s", "sourceType": "system", "eventType": "chaos.noted", "severity": "info",
                         "payload": {}}""".formatted(id));
            }
        }
    }

    private void signals(Random random) {
        int requests = random.nextInt(1, 20);
        Answer answer = call(random, "POST", "/signals",
                "[{\"source\": \"shop\", \"requests\": %d, \"errors\": 0}]".formatted(requests));
        if (answer.ok()) {
            ledger.signals.addAndGet(requests);
        } else if (answer.unknown()) {
            ledger.signalsUnanswered.addAndGet(requests);
        }
    }
}

package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ink.dreamnet.halo.support.HaloProcess;

/// What a storm of events does: starts the real service in a process of its own with an H2 file database, sends CloudEvents over
/// HTTP at a steady rate (2 % duplicates, 1 % malformed, a fifth of severity error), kills it with SIGKILL in the middle where
/// that is asked for, starts it again, and counts in the end what is there of what was acknowledged.
public final class EventBench {

    private static final int BATCH = 50;

    private final Path directory;
    private final int port;
    private final int rate;
    private final int seconds;
    private final int senders;
    private final boolean kill;
    private final BenchDatabase database;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger malformed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicLong peakRss = new AtomicLong();
    private final List<Long> nanos = new ArrayList<>();
    private volatile Service service;

    private EventBench(Path directory, int port, List<String> args) throws Exception {
        this.directory = directory;
        this.port = port;
        this.rate = !args.isEmpty() && args.getFirst().matches("\\d+") ? Integer.parseInt(args.getFirst()) : 5000;
        this.seconds = args.size() > 1 ? Integer.parseInt(args.get(1)) : 60;
        this.senders = args.size() > 2 ? Integer.parseInt(args.get(2)) : 16;
        this.kill = !args.contains("unharmed");
        this.database = BenchDatabase.of(args.contains("postgres"), directory);
        this.service = launch();
    }

    /// Runs it and prints what came of it.
    ///
    /// @param args events a second (5000), seconds (60) and connections (16); then, in any order, `postgres` for a PostgreSQL of its
    ///        own and `unharmed` for no kill
    public static void main(String[] args) throws Exception {
        EventBench bench = new EventBench(Files.createTempDirectory("halo-bench"), HaloProcess.freePort(), List.of(args));
        try {
            bench.run();
        } finally {
            bench.service.kill();
            bench.database.close();
        }
    }

    private Service launch() throws Exception {
        return Service.start(directory, port, database.url(), Service.jvm("256m"));
    }

    private String base() {
        return "http://127.0.0.1:" + port;
    }

    private void run() throws Exception {
        System.out.printf("load average before: %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
        int requests = rate / BATCH * seconds;
        Duration cpuBefore = service.cpu();
        Duration databaseBefore = database.cpu();
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                sending.add(threads.submit(() -> {
                    for (int k = next.getAndIncrement(); k < requests; k = next.getAndIncrement()) {
                        TimeUnit.NANOSECONDS
                                .sleep(begin + TimeUnit.SECONDS.toNanos(seconds) / requests * k - System.nanoTime());
                        post(k);
                    }
                    return null;
                }));
            }
            if (kill) {
                killInTheMiddle();
            }
            while (sending.stream().anyMatch(sender -> !sender.isDone())) {
                note();
                TimeUnit.MILLISECONDS.sleep(250);
            }
            for (Future<?> sender : sending) {
                sender.get();
            }
        }
        double took = (System.nanoTime() - begin) / 1e9;
        double backlog = metric("halo_events_backlog");
        long waited = System.nanoTime();
        while (metric("halo_events_backlog") > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        double drained = (System.nanoTime() - waited) / 1e9;
        note();
        if (!kill) {
            System.out.printf("CPU ms for each event that was acknowledged: service %.3f, database %.3f%n",
                    each(service.cpu().minus(cpuBefore)), each(database.cpu().minus(databaseBefore)));
        }
        service.kill();
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf("sent %d batches of %d in %.1f s; acknowledged %d events (%.0f/s)%n", requests, BATCH, took,
                acknowledged.size(), acknowledged.size() / took);
        System.out.printf("malformed batches refused %d, 429 or 503 %d, without an answer %d, duplicates told %d%n",
                malformed.get(), refused.get(), unanswered.get(), duplicates.get());
        System.out.printf("answer p50 %.1f ms, p99 %.1f ms, max %.1f ms; backlog at the end %.0f, routed after %.1f s; "
                + "peak RSS %d MiB%n", sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[sorted.length - 1] / 1e6, backlog, drained, peakRss.get());
        count();
    }

    private double each(Duration cpu) {
        return (double) cpu.toMillis() / acknowledged.size();
    }

    private void killInTheMiddle() throws Exception {
        TimeUnit.SECONDS.sleep(seconds / 2);
        note();
        service.kill();
        System.out.printf("killed after %d s with %d events acknowledged%n", seconds / 2, acknowledged.size());
        long from = System.nanoTime();
        service = launch();
        System.out.printf("up again after %.1f s%n", (System.nanoTime() - from) / 1e9);
    }

    private void count() throws Exception {
        try (Connection connection = DriverManager.getConnection(database.url())) {
            Set<Integer> lost = ConcurrentHashMap.newKeySet();
            lost.addAll(acknowledged);
            int twice = 0;
            Set<Integer> seen = ConcurrentHashMap.newKeySet();
            try (ResultSet rows = connection.createStatement()
                    .executeQuery("select event_id from wormhole_event where source = '/bench'")) {
                while (rows.next()) {
                    int id = Integer.parseInt(rows.getString(1));
                    lost.remove(id);
                    twice += seen.add(id) ? 0 : 1;
                }
            }
            System.out.printf("kept %d events, lost of those acknowledged %d, kept twice %d, cycles asked for %d, "
                    + "outcomes %d of %d errors kept%n", seen.size(), lost.size(), twice,
                    one(connection, "select count(*) from cycle_request"),
                    one(connection, "select count(*) from wormhole_outcome"),
                    one(connection, "select count(*) from wormhole_event where source = '/bench' and severity = 'error'"));
        }
    }

    private static long one(Connection database, String sql) throws Exception {
        try (ResultSet rows = database.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// Sends a batch until it is answered for good: what gets no answer, or is put off, is sent again.
    private void post(int k) throws InterruptedException {
        Random chance = new Random(k);
        // one batch in a hundred is malformed: by then none of its events may be kept
        boolean wrong = chance.nextInt(100) == 0;
        List<Integer> ids = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            int id = k * BATCH + i;
            ids.add(!wrong && chance.nextInt(100) < 2 && i > 0 ? ids.getFirst() : id);
        }
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < BATCH; i++) {
            boolean error = ids.get(i) % 5 == 0;
            body.append(i == 0 ? "" : ",").append("{\"specversion\":\"1.0\",")
                    .append(wrong && i == BATCH - 1 ? "" : "\"id\":\"" + (wrong ? -1 - ids.get(i) : ids.get(i)) + "\",")
                    .append("\"source\":\"/bench\",\"type\":\"bench.happened\",\"severity\":\"")
                    .append(error ? "error" : "info")
                    .append("\",\"data\":{\"order\":").append(k).append(",\"note\":\"something happened somewhere\"}}");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + "/api/halo/events"))
                .timeout(Duration.ofSeconds(20)).header("Content-Type", "application/cloudevents-batch+json")
                .POST(BodyPublishers.ofString(body.append("]").toString())).build();
        for (boolean done = false; !done;) {
            long sent = System.nanoTime();
            try {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                synchronized (nanos) {
                    nanos.add(System.nanoTime() - sent);
                }
                done = taken(answer, wrong, ids);
                if (!done) {
                    TimeUnit.SECONDS.sleep(answer.headers().firstValueAsLong("Retry-After").orElse(1));
                }
            } catch (IOException killed) {
                unanswered.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private boolean taken(HttpResponse<String> answer, boolean wrong, List<Integer> ids) {
        switch (answer.statusCode()) {
            case 202 -> {
                if (wrong) {
                    throw new IllegalStateException("a malformed batch was taken");
                }
                acknowledged.addAll(ids);
                duplicates.addAndGet((int) Arrays.stream(answer.body().split("\"duplicate\"", -1)).count() - 1);
                return true;
            }
            case 400 -> {
                malformed.incrementAndGet();
                return true;
            }
            case 429, 503 -> {
                refused.incrementAndGet();
                return false;
            }
            default -> throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    private double metric(String name) throws Exception {
        String metrics = client.send(HttpRequest.newBuilder(URI.create(base() + "/actuator/prometheus")).build(),
                BodyHandlers.ofString()).body();
        Optional<String> line = metrics.lines().filter(one -> one.startsWith(name)).findFirst();
        return line.map(one -> Double.parseDouble(one.substring(one.lastIndexOf(' ') + 1))).orElse(0.0);
    }

    private void note() throws IOException {
        peakRss.accumulateAndGet(service.rssMiB(), Math::max);
    }
}

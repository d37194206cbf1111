package ink.dreamnet.halo.resonance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plays the histories of public status pages through the replay of a running HALO, in closed loop, and reports for each page how many
/// looks the plan saves, what that costs, and how many tasks are proposed in storms.
///
/// Arguments: the address of HALO (`http://127.0.0.1:8080`); a folder with CSV files of `site,at,status,code,ms`, in which a status holds
/// until the next row of the site; how many of the last days of each page; the share of looks that may be spent. The delay of an outage is
/// restricted to its length: one that no look saw counts whole.
public final class ReplayBench {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long CYCLE_MS = Duration.ofMinutes(5).toMillis();
    private static final long DEAD_MS = Duration.ofDays(30).toMillis();
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final double MOSTLY_DOWN = 0.3;
    private static final int STORM = 5;
    private static final long STORM_MS = Duration.ofMinutes(15).toMillis();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    private ReplayBench(String base) {
        this.base = base;
    }

    private record Outage(long fromMs, long untilMs) {
    }

    private static final class Site {
        private final List<Outage> outages = new ArrayList<>();
        private final List<Long> seenMs = new ArrayList<>();
        private long fromMs = Long.MAX_VALUE;
        private long untilMs;
        private long lastMs = Long.MIN_VALUE;
        private long downMs = -1;

        void row(long atMs, boolean up) {
            // what is not in its order is a row that was written twice
            if (atMs <= lastMs) {
                return;
            }
            lastMs = atMs;
            fromMs = Math.min(fromMs, atMs);
            untilMs = atMs + DAY_MS;
            if (!up && downMs < 0) {
                downMs = atMs;
            } else if (up && downMs >= 0) {
                outages.add(new Outage(downMs, atMs));
                downMs = -1;
            }
        }

        boolean dead() {
            long down = outages.stream().mapToLong(one -> one.untilMs() - one.fromMs()).sum();
            return downMs >= 0 && untilMs - downMs > DEAD_MS
                    || outages.stream().anyMatch(one -> one.untilMs() - one.fromMs() > DEAD_MS)
                    || down > MOSTLY_DOWN * (untilMs - fromMs);
        }

        /// @return the place of the outage at a time; -1 where there is none
        int outage(long ms) {
            int low = 0;
            int high = outages.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (ms < outages.get(middle).fromMs()) {
                    high = middle - 1;
                } else if (ms >= outages.get(middle).untilMs()) {
                    low = middle + 1;
                } else {
                    return middle;
                }
            }
            return -1;
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[1]);
        if (!Files.isDirectory(folder)) {
            System.out.println("There is no folder " + folder + ": nothing is measured.");
            return;
        }
        ReplayBench bench = new ReplayBench(args[0]);
        System.out.println(
                "| page | sites | looks saved | restricted delay ratio | outages | missed | seen every 5 min, missed | in storms: onsets | tasks | steps/s |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".csv")).sorted().toList()) {
                bench.page(file, Long.parseLong(args[2]), Double.parseDouble(args[3]));
            }
        }
    }

    private static List<Site> sites(Path file) throws IOException {
        Map<String, Site> sites = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.skip(1).map(line -> line.split(",", -1)).forEach(row -> sites
                    .computeIfAbsent(row[0], any -> new Site())
                    .row(Instant.parse(row[1]).toEpochMilli(), row[2].equals("up")));
        }
        return sites.values().stream().filter(site -> !site.dead()).toList();
    }

    private void page(Path file, long days, double budget) throws IOException, InterruptedException {
        List<Site> sites = sites(file);
        if (sites.isEmpty()) {
            return;
        }
        long end = sites.stream().mapToLong(site -> site.untilMs).max().orElseThrow();
        long start = Math.max(sites.stream().mapToLong(site -> site.fromMs).min().orElseThrow(), end - days * DAY_MS)
                / CYCLE_MS * CYCLE_MS;
        sites.forEach(site -> site.outages.forEach(_ -> site.seenMs.add(0L)));
        String order = "{\"startAt\":%d,\"cycleMs\":%d,\"seed\":1,\"subjects\":[%s],\"config\":{\"plan\":{\"adaptive\":true,\"probeBudget\":%s}}}"
                .formatted(start, CYCLE_MS, String.join(",", IntStream.range(0, sites.size())
                        .mapToObj("{\"kind\":\"endpoint\",\"id\":\"s%d\"}"::formatted).toList()), budget);
        JsonNode replay = send("POST", "/api/halo/replays", order).get("replay");
        String path = "/api/halo/replays/" + replay.get("id").stringValue();
        long begun = System.nanoTime();
        Played played = play(sites, path + "/steps", replay.get("due"), start, end);
        double seconds = (System.nanoTime() - begun) / 1e9;
        send("DELETE", path, null);
        report(file, sites, played, start, seconds);
    }

    /// What was counted while it played.
    private static final class Played {
        private long turns;
        private long looks;
        private long steps;
        private final List<Long> tasksMs = new ArrayList<>();
    }

    private Played play(List<Site> sites, String path, JsonNode first, long start, long end)
            throws IOException, InterruptedException {
        Played played = new Played();
        JsonNode due = first;
        for (long at = start; at < end; at += CYCLE_MS) {
            for (Site site : sites) {
                played.turns += at >= site.fromMs && at < site.untilMs ? 1 : 0;
            }
            JsonNode answer = step(sites, path, at, 1, due, played);
            if (!answer.get("fanOut").isEmpty()) {
                answer = step(sites, path, at, 2, answer.get("fanOut"), played);
            }
            due = answer.get("due");
        }
        return played;
    }

    private JsonNode step(List<Site> sites, String path, long at, int round, JsonNode asked, Played played)
            throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("{\"at\":").append(at).append(",\"round\":").append(round)
                .append(",\"observations\":[");
        boolean more = false;
        for (JsonNode one : asked) {
            String name = (one.isString() ? one : one.get("subject")).stringValue();
            Site site = sites.get(Integer.parseInt(name.substring("endpoint:s".length())));
            if (at < site.fromMs || at >= site.untilMs) {
                continue;
            }
            int outage = site.outage(at);
            if (outage >= 0 && site.seenMs.get(outage) == 0) {
                site.seenMs.set(outage, at);
            }
            played.looks++;
            body.append(more ? "," : "").append("{\"subject\":\"").append(name).append("\",\"state\":\"")
                    .append(outage < 0 ? "up" : "down").append("\"}");
            more = true;
        }
        played.steps++;
        JsonNode answer = send("POST", path, body.append("]}").toString());
        answer.get("tasks").forEach(_ -> played.tasksMs.add(at));
        return answer;
    }

    private static void report(Path file, List<Site> sites, Played played, long start, double seconds) {
        double delay = 0;
        double best = 0;
        int outages = 0;
        int missed = 0;
        int bestMissed = 0;
        List<Long> onsets = new ArrayList<>();
        for (Site site : sites) {
            for (int i = 0; i < site.outages.size(); i++) {
                Outage outage = site.outages.get(i);
                if (outage.fromMs() < start || outage.fromMs() <= site.fromMs) {
                    continue;
                }
                long first = Math.ceilDiv(outage.fromMs(), CYCLE_MS) * CYCLE_MS;
                long length = outage.untilMs() - outage.fromMs();
                long seen = site.seenMs.get(i);
                outages++;
                best += Math.min(length, first - outage.fromMs());
                delay += seen == 0 ? length : seen - outage.fromMs();
                bestMissed += first >= outage.untilMs() ? 1 : 0;
                missed += seen == 0 ? 1 : 0;
                onsets.add(outage.fromMs());
            }
        }
        long[] ordered = onsets.stream().mapToLong(Long::longValue).sorted().toArray();
        long inStorms = Arrays.stream(ordered).filter(at -> storm(ordered, at, STORM_MS)).count();
        long tasks = played.tasksMs.stream().filter(at -> storm(ordered, at, 2 * STORM_MS)).count();
        System.out.printf(Locale.ROOT, "| %s | %d | %.1f %% | %.3f | %d | %d | %d | %d | %d | %.0f |%n",
                file.getFileName().toString().replace(".csv", ""), sites.size(),
                100.0 * (1 - (double) played.looks / Math.max(1, played.turns)), delay / best, outages, missed,
                bestMissed, inStorms, tasks, played.steps / seconds);
    }

    /// @return whether at least five fell within 15 minutes, one of them shortly before
    private static boolean storm(long[] onsets, long at, long within) {
        for (int i = 0; i + STORM - 1 < onsets.length; i++) {
            long last = onsets[i + STORM - 1];
            if (last - onsets[i] <= STORM_MS && onsets[i] <= at && at <= onsets[i] + Math.max(within, STORM_MS)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }
}

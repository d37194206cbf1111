package ink.dreamnet.halo.resonance.hold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.RepairFate;
import ink.dreamnet.halo.weakpoint.RepairOrder.Point;

/// Plays the outages of public status pages and counts how many repairs are proposed in storms (at least five sites within 15 minutes),
/// and of outages that were alone. Each proposal is one task; it expires undecided, or is carried out without effect.
///
/// Argument: the directory with a CSV file for each page, `site,at,status,code,ms`.
public final class HoldBenchmark {

    private static final long CYCLE_S = 300;
    private static final long TOGETHER_S = 900;
    private static final int STORM = 5;
    private static final long LASTING_S = 1800;
    private static final Duration DEAD = Duration.ofDays(30);
    private static final double MOSTLY_DOWN = 0.3;

    private HoldBenchmark() {
    }

    /// An outage, by the cycles that saw it.
    ///
    /// @param id its weak point
    /// @param from the first one
    /// @param to the first one that saw it healthy again
    private record Outage(UUID id, int site, long from, long to) {
    }

    /// What became of a proposal, and when that was known.
    private enum Operator {
        NOBODY_DECIDES(Duration.ofHours(24)), NOBODY_DECIDES_CRITICAL(Duration.ofHours(4)), IN_VAIN(Duration.ofMinutes(30));

        private final Duration after;

        Operator(Duration after) {
            this.after = after;
        }
    }

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : "histories");
        if (!Files.isDirectory(directory)) {
            System.out.println("Nothing to measure: there is no directory " + directory);
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".csv")).sorted().toList()) {
                List<Outage> outages = outages(file);
                for (Operator operator : outages.isEmpty() ? new Operator[0] : Operator.values()) {
                    for (Duration longest : List.of(Duration.ofMinutes(30), Duration.ofHours(24))) {
                        play(file.getFileName() + " " + operator + " " + longest, outages, operator, longest);
                    }
                }
            }
        }
    }

    private static List<Outage> outages(Path file) throws IOException {
        Map<String, List<String[]>> sites = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] row = line.split(",", -1);
            if (!row[0].equals("site")) {
                sites.computeIfAbsent(row[0], any -> new ArrayList<>()).add(row);
            }
        }
        List<Outage> outages = new ArrayList<>();
        int site = 0;
        for (List<String[]> rows : sites.values()) {
            rows.sort(Comparator.comparing(row -> Instant.parse(row[1])));
            outages.addAll(outages(site++, rows));
        }
        outages.sort(Comparator.comparingLong(Outage::from).thenComparingInt(Outage::site));
        return outages;
    }

    private static List<Outage> outages(int site, List<String[]> rows) {
        List<Outage> outages = new ArrayList<>();
        long first = seconds(rows.getFirst());
        long last = seconds(rows.getLast());
        long down = 0;
        Long since = null;
        for (String[] row : rows) {
            boolean up = row[2].equals("up");
            if (!up && since == null) {
                since = seconds(row);
            } else if (up && since != null) {
                if (seconds(row) - since > DEAD.toSeconds()) {
                    return List.of();
                }
                down += seconds(row) - since;
                long from = Math.ceilDiv(since, CYCLE_S) * CYCLE_S;
                long to = Math.ceilDiv(seconds(row), CYCLE_S) * CYCLE_S;
                if (to > from && since > first) {
                    outages.add(new Outage(new UUID(from, site), site, from, to));
                }
                since = null;
            }
        }
        return down > MOSTLY_DOWN * (last - first) ? List.of() : outages;
    }

    private static long seconds(String[] row) {
        return Instant.parse(row[1]).getEpochSecond();
    }

    private static void play(String name, List<Outage> outages, Operator operator, Duration longest) {
        Map<UUID, Instant> proposed = new HashMap<>();
        Instant[] now = {Instant.EPOCH};
        HoldBack hold = new HoldBack(longest, List::of, asked -> {
            Map<UUID, RepairFate> awaited = new HashMap<>();
            asked.keySet().forEach(id -> {
                Instant at = proposed.get(id);
                if (at != null) {
                    awaited.put(id, at.plus(operator.after).isAfter(now[0]) ? RepairFate.AWAITED : RepairFate.OVER);
                }
            });
            return awaited;
        });
        Set<Integer> sites = new HashSet<>();
        outages.forEach(each -> sites.add(each.site()));
        Map<UUID, Boolean> waited = new HashMap<>();
        long end = outages.stream().mapToLong(Outage::to).max().orElse(0);
        List<Outage> open = new ArrayList<>();
        int next = 0;
        for (long at = outages.getFirst().from() - 10 * CYCLE_S; at <= end; at += CYCLE_S) {
            if (open.isEmpty() && next < outages.size()) {
                at = Math.max(at, outages.get(next).from() - CYCLE_S);
            }
            long cycle = at;
            open.removeIf(each -> each.to() <= cycle);
            for (; next < outages.size() && outages.get(next).from() <= at; next++) {
                open.add(outages.get(next));
            }
            now[0] = Instant.ofEpochSecond(at);
            Set<SubjectRef> healthy = new HashSet<>();
            sites.forEach(site -> healthy.add(ref(site)));
            open.forEach(each -> healthy.remove(ref(each.site())));
            List<Point> points = open.stream().map(each -> new Point(each.id(), ref(each.site()),
                    Instant.ofEpochSecond(each.from()), 1, null, true, proposed.containsKey(each.id()),
                    waited.containsKey(each.id()))).toList();
            Map<UUID, String> waiting = hold.waiting(points, healthy, now[0]);
            waiting.keySet().forEach(id -> waited.put(id, true));
            points.stream().map(Point::id).filter(id -> !waiting.containsKey(id))
                    .forEach(id -> proposed.putIfAbsent(id, now[0]));
        }
        report(name, outages, proposed);
    }

    private static SubjectRef ref(int site) {
        return new SubjectRef(SubjectKind.ENDPOINT, "site-" + site);
    }

    private static void report(String name, List<Outage> outages, Map<UUID, Instant> proposed) {
        Set<Outage> stormy = new HashSet<>();
        int alone = 0;
        int aloneAtOnce = 0;
        for (Outage each : outages) {
            List<Outage> after = outages.stream().filter(
                    other -> other.from() >= each.from() && other.from() - each.from() < TOGETHER_S).toList();
            if (after.stream().map(Outage::site).distinct().count() >= STORM) {
                stormy.addAll(after);
            }
        }
        for (Outage each : outages) {
            if (outages.stream().filter(other -> Math.abs(other.from() - each.from()) <= TOGETHER_S).count() == 1) {
                alone++;
                aloneAtOnce += Instant.ofEpochSecond(each.from()).equals(proposed.get(each.id())) ? 1 : 0;
            }
        }
        long tasks = stormy.stream().filter(each -> proposed.containsKey(each.id())).count();
        List<Outage> others = outages.stream().filter(each -> !stormy.contains(each)).toList();
        long othersTasks = others.stream().filter(each -> proposed.containsKey(each.id())).count();
        long lasting = others.stream().filter(each -> each.to() - each.from() > LASTING_S).count();
        long lastingTasks = others.stream()
                .filter(each -> each.to() - each.from() > LASTING_S && proposed.containsKey(each.id())).count();
        System.out.printf(
                "%-66s in storms %d for %d (%.0f %% fewer); elsewhere %d for %d, of those above 30 min %d for %d; alone %d of %d at once%n",
                name, tasks, stormy.size(), stormy.isEmpty() ? 0 : 100 - 100.0 * tasks / stormy.size(), othersTasks,
                others.size(), lastingTasks, lasting, aloneAtOnce, alone);
    }
}

package ink.dreamnet.halo.resonance.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A public status page: when its sites were down. Read from a CSV file with `site,at,status,code,ms`, in which the status holds until
/// the next row of the site.
///
/// @param name of the file
/// @param sites in the order of their first rows, without those that are dead
record StatusPage(String name, List<Site> sites) {

    private static final long DEAD = Duration.ofDays(30).toMillis();
    private static final double MOSTLY_DOWN = 0.3;
    /// Each site has a row a day at least.
    private static final long LAST = Duration.ofDays(1).toMillis();

    /// An outage, from the first row that says down to the next that says up, in ms since 1970.
    record Outage(long fromMs, long untilMs) {
    }

    /// A site, and from when to when it was watched.
    record Site(String name, long fromMs, long untilMs, List<Outage> outages) {

        boolean down(long ms) {
            int low = 0;
            int high = outages.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                Outage outage = outages.get(middle);
                if (ms < outage.fromMs()) {
                    high = middle - 1;
                } else if (ms >= outage.untilMs()) {
                    low = middle + 1;
                } else {
                    return true;
                }
            }
            return false;
        }
    }

    /// @return the pages of a folder, in the order of their names
    static List<StatusPage> read(Path directory, boolean cut) throws IOException {
        List<StatusPage> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".csv")).sorted().toList()) {
                pages.add(page(file, cut));
            }
        }
        return pages;
    }

    private record Row(long atMs, boolean up) {
    }

    private static StatusPage page(Path file, boolean cut) throws IOException {
        Map<String, List<Row>> sites = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.skip(1).map(line -> line.split(",", -1)).forEach(row -> {
                List<Row> rows = sites.computeIfAbsent(row[0], any -> new ArrayList<>());
                Row next = new Row(Instant.parse(row[1]).toEpochMilli(), row[2].equals("up"));
                // what is not in its order is a row that was written twice
                if (rows.isEmpty() || next.atMs() > rows.getLast().atMs()) {
                    rows.add(next);
                }
            });
        }
        List<Site> taken = new ArrayList<>();
        sites.forEach((name, rows) -> {
            Site site = site(name, rows, cut);
            if (site != null) {
                taken.add(site);
            }
        });
        if (Boolean.getBoolean("held")) {
            long end = taken.stream().mapToLong(Site::untilMs).max().orElse(0);
            taken.replaceAll(one -> new Site(one.name(), one.fromMs(), end, one.outages()));
        }
        return new StatusPage(file.getFileName().toString().replace(".csv", ""), taken);
    }

    private static Site site(String name, List<Row> rows, boolean cut) {
        List<Outage> outages = new ArrayList<>();
        long from = rows.getFirst().atMs();
        long until = rows.getLast().atMs() + LAST;
        long since = -1;
        for (Row row : rows) {
            if (!row.up() && since < 0) {
                since = row.atMs();
            } else if (row.up() && since >= 0) {
                outages.add(new Outage(since, row.atMs()));
                since = -1;
            }
        }
        if (since >= 0) {
            outages.add(new Outage(since, until));
        }
        if (cut) {
            for (int i = 0; i < outages.size(); i++) {
                if (outages.get(i).untilMs() - outages.get(i).fromMs() > DEAD) {
                    until = outages.get(i).fromMs();
                    outages = outages.subList(0, i);
                    break;
                }
            }
            if (until - from < DEAD) {
                return null;
            }
        }
        long down = outages.stream().mapToLong(one -> one.untilMs() - one.fromMs()).sum();
        boolean dead = outages.stream().anyMatch(one -> one.untilMs() - one.fromMs() > DEAD)
                || down > MOSTLY_DOWN * (until - from);
        return dead ? null : new Site(name, from, until, outages);
    }
}

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

import org.jspecify.annotations.Nullable;

/// A public status page: when its sites were down. Read from a CSV file with `site,at,status,code,ms`, in which the status holds until
/// the next row of the site.
///
/// @param name of the file
/// @param sites in the order of their first rows, without those that are dead
record StatusPage(String name, List<Site> sites) {

    private static final long DEAD = Duration.ofDays(30).toMillis();
    private static final double MOSTLY_DOWN = 0.3;
    private static final int FEW = 20;
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

    /// What is done with the sites of a page.
    enum Sites {
        /// Sites that are dead are left out: down for more than 30 days on end, or more than 30 % of the time.
        ALIVE,
        /// Of a site that died, the time before is taken.
        UNTIL_DEAD
    }

    /// @return the pages of a folder with at least 20 outages, in the order of their names
    static List<StatusPage> read(Path directory, Sites sites) throws IOException {
        List<StatusPage> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".csv")).sorted().toList()) {
                StatusPage page = page(file, sites == Sites.UNTIL_DEAD);
                if (page.sites().stream().mapToInt(site -> site.outages().size()).sum() >= FEW) {
                    pages.add(page);
                }
            }
        }
        return pages;
    }

    /// @return the same page as if a site that it does not watch any more stayed as it was until the end of the page
    StatusPage held() {
        return new StatusPage(name, sites.stream()
                .map(site -> new Site(site.name(), site.fromMs(), untilMs(), site.outages())).toList());
    }

    long fromMs() {
        return sites.stream().mapToLong(Site::fromMs).min().orElseThrow();
    }

    long untilMs() {
        return sites.stream().mapToLong(Site::untilMs).max().orElseThrow();
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
        return new StatusPage(file.getFileName().toString().replace(".csv", ""), taken);
    }

    private static @Nullable Site site(String name, List<Row> rows, boolean cut) {
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

package ink.dreamnet.halo.resonance.pattern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// A public status page as recorded, read from a CSV file with `site,at,status,code,ms` in which the status holds until the next row of
/// the site; and what it would be if chance alone had made its patterns.
///
/// @param name of the file
/// @param sites in the order of their first rows, each up to when it died
record RecordedPage(String name, List<Site> sites) {

    private static final long DEAD = Duration.ofDays(30).toMillis();
    private static final double MOSTLY_DOWN = 0.3;
    private static final long WEEK = Duration.ofDays(7).toMillis();

    /// What was seen of a site.
    ///
    /// @param latencyMs NaN where it was not measured
    record Row(long atMs, boolean up, double latencyMs) {
    }

    /// A site.
    ///
    /// @param rows in the order of time
    record Site(List<Row> rows) {

        long fromMs() {
            return rows.getFirst().atMs();
        }

        long untilMs() {
            return rows.getLast().atMs();
        }
    }

    /// @return the pages of a folder, in the order of their names
    static List<RecordedPage> read(Path directory) throws IOException {
        List<RecordedPage> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".csv")).sorted().toList()) {
                pages.add(page(file));
            }
        }
        return pages;
    }

    private static RecordedPage page(Path file) throws IOException {
        Map<String, List<Row>> sites = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.skip(1).map(line -> line.split(",", -1)).forEach(row -> {
                List<Row> rows = sites.computeIfAbsent(row[0], _ -> new ArrayList<>());
                double latency = row[4].isEmpty() || row[4].equals("0") ? Double.NaN : Double.parseDouble(row[4]);
                Row next = new Row(Instant.parse(row[1]).toEpochMilli(), row[2].equals("up"), latency);
                // what is not in its order is a row that was written twice
                if (rows.isEmpty() || next.atMs() > rows.getLast().atMs()) {
                    rows.add(next);
                }
            });
        }
        return new RecordedPage(file.getFileName().toString().replace(".csv", ""),
                sites.values().stream().map(RecordedPage::alive).filter(rows -> rows.size() > 1).map(Site::new).toList());
    }

    /// @return the rows before the first outage of more than 30 days; none where it was down for more than 30 % of the time until then
    private static List<Row> alive(List<Row> rows) {
        long down = 0;
        long since = 0;
        int began = 0;
        for (int i = 1; i < rows.size(); i++) {
            long length = rows.get(i).atMs() - rows.get(i - 1).atMs();
            if (rows.get(i - 1).up()) {
                since = 0;
                began = i;
                continue;
            }
            since += length;
            down += length;
            if (since > DEAD) {
                return mostlyUp(rows.subList(0, began + 1), down - since);
            }
        }
        return mostlyUp(rows, down);
    }

    private static List<Row> mostlyUp(List<Row> rows, long down) {
        return down > MOSTLY_DOWN * (rows.getLast().atMs() - rows.getFirst().atMs()) ? List.of() : rows;
    }

    /// @return each site turned round by its own number of weeks: what it does itself stays, what it does with others goes
    RecordedPage shifted(Random random) {
        return new RecordedPage(name, sites.stream().map(site -> {
            long span = (site.untilMs() - site.fromMs()) / WEEK * WEEK;
            if (span == 0) {
                return site;
            }
            long by = WEEK * random.nextLong(1, span / WEEK + 1);
            List<Row> rows = new ArrayList<>();
            for (Row row : site.rows()) {
                long since = row.atMs() - site.fromMs();
                if (since < span) {
                    rows.add(new Row(site.fromMs() + (since + by) % span, row.up(), row.latencyMs()));
                }
            }
            rows.sort((a, b) -> Long.compare(a.atMs(), b.atMs()));
            return new Site(rows);
        }).toList());
    }

    /// @return each site with its outages and the times between them in another order: neither rhythm nor change is left, nor what it
    ///         does with others
    RecordedPage shuffled(Random random) {
        return new RecordedPage(name, sites.stream().map(site -> shuffled(site, random)).toList());
    }

    private static Site shuffled(Site site, Random random) {
        List<Long> up = new ArrayList<>();
        List<Long> down = new ArrayList<>();
        Row since = site.rows().getFirst();
        for (Row row : site.rows()) {
            if (row.up() != since.up()) {
                (since.up() ? up : down).add(row.atMs() - since.atMs());
                since = row;
            }
        }
        List<Double> latencies = new ArrayList<>(site.rows().stream().map(Row::latencyMs).filter(ms -> ms > 0).toList());
        Collections.shuffle(latencies, random);
        Collections.shuffle(up, random);
        Collections.shuffle(down, random);
        List<Row> rows = new ArrayList<>();
        long at = site.fromMs();
        boolean isUp = site.rows().getFirst().up();
        for (int i = 0, j = 0; i < up.size() || j < down.size(); isUp = !isUp) {
            if (isUp ? i >= up.size() : j >= down.size()) {
                continue;
            }
            rows.add(new Row(at, isUp, Double.NaN));
            at += isUp ? up.get(i++) : down.get(j++);
        }
        rows.add(new Row(at, isUp, Double.NaN));
        rows.add(new Row(Math.max(at + 1, site.untilMs()), isUp, Double.NaN));
        return new Site(withLatencies(rows, latencies));
    }

    /// Spreads latencies evenly over the time.
    private static List<Row> withLatencies(List<Row> rows, List<Double> latencies) {
        List<Row> all = new ArrayList<>();
        long from = rows.getFirst().atMs();
        double step = (rows.getLast().atMs() - from) / (latencies.size() + 1.0);
        int next = 0;
        for (int i = 0; i < rows.size(); i++) {
            all.add(rows.get(i));
            long until = i + 1 < rows.size() ? rows.get(i + 1).atMs() : from;
            for (; next < latencies.size() && from + (next + 1) * step < until; next++) {
                long at = from + (long) ((next + 1) * step);
                if (rows.get(i).up() && at > rows.get(i).atMs()) {
                    all.add(new Row(at, true, latencies.get(next)));
                }
            }
        }
        return all;
    }
}

package ink.dreamnet.halo.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// How outages of real sites end by themselves and come back, read from the histories of public status pages: a CSV file for
/// each page with `site,at,status,code,ms`, in which the status holds until the next row of the site.
final class Histories {

    /// Of which sites nothing is taken: those that are dead.
    private static final Duration DEAD = Duration.ofDays(30);
    private static final double MOSTLY_DOWN = 0.3;

    private Histories() {
    }

    /// An outage that nobody repaired.
    ///
    /// @param length until it ended by itself
    /// @param returned until the next one after that; null where there was none
    record Outage(Duration length, @Nullable Duration returned) {
    }

    /// A status page.
    ///
    /// @param name of the file
    /// @param sites of how many sites something was taken
    /// @param outages theirs
    record Page(String name, int sites, List<Outage> outages) {
    }

    /// @param directory with the files
    /// @return the pages with at least 50 outages, in the order of their names
    /// @throws IOException where there is no such directory
    static List<Page> read(Path directory) throws IOException {
        List<Page> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".csv")).sorted().toList()) {
                Page page = page(file);
                if (page.outages().size() >= 50) {
                    pages.add(page);
                }
            }
        }
        return pages;
    }

    private record Change(Instant at, boolean up) {
    }

    private static Page page(Path file) throws IOException {
        Map<String, List<Change>> sites = new TreeMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.skip(1).map(line -> line.split(",", -1)).forEach(row -> {
                List<Change> changes = sites.computeIfAbsent(row[0], any -> new ArrayList<>());
                Change change = new Change(Instant.parse(row[1]), row[2].equals("up"));
                // what is not in its order is a row that was written twice
                if (changes.isEmpty() || change.at().isAfter(changes.getLast().at())) {
                    changes.add(change);
                }
            });
        }
        List<Outage> outages = new ArrayList<>();
        int taken = 0;
        for (List<Change> changes : sites.values()) {
            List<Outage> own = outages(changes);
            taken += own.isEmpty() ? 0 : 1;
            outages.addAll(own);
        }
        return new Page(file.getFileName().toString().replace(".csv", ""), taken, outages);
    }

    private static List<Outage> outages(List<Change> changes) {
        record Span(Instant from, Instant to) {
        }
        List<Span> spans = new ArrayList<>();
        Duration down = Duration.ZERO;
        Instant since = null;
        for (Change change : changes) {
            if (!change.up() && since == null) {
                since = change.at();
            } else if (change.up() && since != null) {
                Span span = new Span(since, change.at());
                Duration length = Duration.between(span.from(), span.to());
                if (length.compareTo(DEAD) > 0) {
                    return List.of();
                }
                down = down.plus(length);
                spans.add(span);
                since = null;
            }
        }
        if (spans.isEmpty() || down.toMillis() > MOSTLY_DOWN
                * Duration.between(changes.getFirst().at(), changes.getLast().at()).toMillis()) {
            return List.of();
        }
        List<Outage> outages = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            outages.add(new Outage(Duration.between(spans.get(i).from(), spans.get(i).to()),
                    i + 1 < spans.size() ? Duration.between(spans.get(i).to(), spans.get(i + 1).from()) : null));
        }
        return outages;
    }
}

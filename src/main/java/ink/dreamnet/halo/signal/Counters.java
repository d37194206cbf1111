package ink.dreamnet.halo.signal;

import java.util.HashMap;
import java.util.Map;

/// The counters of one target as one scrape saw them, and what was counted since the scrape before.
///
/// @param series by a hash of name and labels
record Counters(Map<String, Series> series) {

    /// In how many scrapes a series may be missing before it is forgotten. Within that time it goes on counting from where
    /// it was.
    static final int MAX_MISSED = 20;

    /// One counter.
    ///
    /// @param value its last value
    /// @param error whether it counts errors
    /// @param missed in how many scrapes it was missing since
    record Series(double value, boolean error, int missed) {
    }

    /// What was counted.
    record Increase(double requests, double errors) {
    }

    /// Compares with the scrape before, by the rule of Prometheus' `increase`: a counter that fell began anew at zero. A
    /// series that is new counts from zero, because the scrape before did not see it, unless it is known to be older.
    ///
    /// @param created when each series of this scrape began, in seconds since 1970, as far as OpenMetrics says it
    /// @param previousAt when the scrape before was, in seconds since 1970
    Increase since(Counters previous, Map<String, Double> created, double previousAt, boolean errorsAreRequests) {
        double requests = 0;
        double errors = 0;
        for (Map.Entry<String, Series> entry : series.entrySet()) {
            Series now = entry.getValue();
            Series before = previous.series.get(entry.getKey());
            double increase;
            if (before == null) {
                increase = created.getOrDefault(entry.getKey(), Double.MAX_VALUE) < previousAt ? 0 : now.value();
            } else if (now.value() < before.value()) {
                increase = now.value();
            } else {
                increase = now.value() - before.value();
            }
            if (now.error()) {
                errors += increase;
            }
            if (errorsAreRequests || !now.error()) {
                requests += increase;
            }
        }
        return new Increase(requests, errors);
    }

    /// @return these counters, and those of the scrape before that are missing in this one, for a while
    Counters carrying(Counters previous, int most) {
        Map<String, Series> all = new HashMap<>(series);
        previous.series.forEach((key, before) -> {
            if (before.missed() < MAX_MISSED && all.size() < most) {
                all.putIfAbsent(key, new Series(before.value(), before.error(), before.missed() + 1));
            }
        });
        return new Counters(all);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        series.forEach((key, one) -> text.append(key).append(' ').append(one.value()).append(' ')
                .append(one.error() ? 1 : 0).append(' ').append(one.missed()).append('\n'));
        return text.toString();
    }

    static Counters parse(String text) {
        Map<String, Series> series = new HashMap<>();
        text.lines().forEach(line -> {
            String[] parts = line.split(" ", -1);
            series.put(parts[0], new Series(Double.parseDouble(parts[1]), parts[2].equals("1"),
                    Integer.parseInt(parts[3])));
        });
        return new Counters(series);
    }
}

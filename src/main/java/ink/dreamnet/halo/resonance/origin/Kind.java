package ink.dreamnet.halo.resonance.origin;

import java.util.Locale;
import java.util.stream.Stream;

/// What a metric says of a subject, by its name. Other metrics say nothing about where an incident began.
enum Kind {
    /// How long an answer takes: the more, the worse, by factors.
    LATENCY("latency", "duration", "response-time", "response_time"),
    /// How much of what was asked was answered, as a share or in percent: the less, the worse.
    AVAILABILITY("availab", "success"),
    /// How often it was asked since the value before: neither good nor bad, but the weight of the other two.
    REQUESTS("request"),
    /// Something else.
    OTHER;

    private final String[] parts;

    Kind(String... parts) {
        this.parts = parts;
    }

    /// @return the first kind of which the name of a metric has a part
    static Kind of(String metric) {
        String name = metric.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(kind -> Stream.of(kind.parts).anyMatch(name::contains)).findFirst()
                .orElse(OTHER);
    }
}

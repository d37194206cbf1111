package ink.dreamnet.halo.signal;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.core.Regex;
import ink.dreamnet.halo.http.TargetPoller;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Where HALO reads counts of requests and errors itself.
///
/// @param scrape endpoints that answer in the text format of Prometheus or OpenMetrics, at most 500
@ConfigurationProperties("halo.triggers")
record ScrapeProperties(@DefaultValue List<Target> scrape) {

    private static final int MAX_TARGETS = 500;

    /// @throws IllegalArgumentException where a target is wrong, or two have the same source
    ScrapeProperties {
        scrape = List.copyOf(scrape);
        Ranges.check("the number of halo.triggers.scrape[]", scrape.size(), 0, MAX_TARGETS);
        Set<String> sources = new HashSet<>();
        for (int i = 0; i < scrape.size(); i++) {
            scrape.get(i).check("halo.triggers.scrape[%d]".formatted(i));
            if (!sources.add(scrape.get(i).source())) {
                throw new IllegalArgumentException("halo.triggers.scrape[%d].source: '%s' is there twice".formatted(i,
                        scrape.get(i).source()));
            }
        }
    }

    /// One endpoint.
    ///
    /// @param source under which name its counts are kept, 1 to 200 characters
    /// @param url where its metrics are, http or https, without a password
    /// @param interval how often it is read, 1 s to 10 min
    /// @param timeout how long one answer may take, 100 ms to 1 min and not longer than the interval
    /// @param counter the counter of its requests
    /// @param labels only series with these label values count
    /// @param errorCounter a counter of its errors; null where errors are series of `counter`, told by `error-labels`
    /// @param errorLabels a series counts errors where any of these labels matches its regular expression wholly; by
    ///        default `status` or `code` `5..`, or `outcome` `SERVER_ERROR`
    /// @param headers what to send with the request. A value `env:NAME` or `file:/path` is read from there at each
    ///        scrape, so that a secret need not stand in the configuration
    /// @param maxBody how large an answer may be, 1 KB to 64 MB
    record Target(@Nullable String source, @Nullable URI url, @DefaultValue("15s") Duration interval,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue("http_server_requests_seconds_count") String counter,
            @DefaultValue Map<String, String> labels, @Nullable String errorCounter,
            @DefaultValue Map<String, String> errorLabels, @DefaultValue Map<String, String> headers,
            @DefaultValue("8MB") DataSize maxBody) implements TargetPoller.Target {

        private static final Map<String, String> SERVER_ERRORS = Map.of("status", "5..", "code", "5..", "outcome",
                "SERVER_ERROR");

        Target {
            labels = Map.copyOf(labels);
            headers = Map.copyOf(headers);
            errorLabels = errorLabels.isEmpty() ? SERVER_ERRORS : Map.copyOf(errorLabels);
        }

        private void check(String property) {
            if (source == null || source.isBlank() || source.length() > SignalReport.MAX_SOURCE
                    || source.codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("%s.source must be a text of 1 to %d characters".formatted(property,
                        SignalReport.MAX_SOURCE));
            }
            TargetPoller.Target.checkUrl(property, url);
            TargetPoller.Target.checkTimes(property, interval, Duration.ofSeconds(1), Duration.ofMinutes(10), timeout);
            Ranges.check(property + ".max-body (bytes)", maxBody.toBytes(), 1024, 64L << 20);
            if (counter.isBlank() || errorCounter != null && errorCounter.isBlank()) {
                throw new IllegalArgumentException("%s.counter and .error-counter must not be blank".formatted(
                        property));
            }
            errorLabels.forEach((label, expression) -> {
                try {
                    Regex.compile(expression);
                } catch (Regex.MalformedException wrong) {
                    throw new IllegalArgumentException("%s.error-labels.%s: '%s' %s".formatted(property, label,
                            expression, wrong.getMessage()), wrong);
                }
            });
        }

        /// @return the expressions of [#errorLabels], by their labels
        Map<String, Regex> errors() {
            Map<String, Regex> errors = new HashMap<>();
            errorLabels.forEach((label, expression) -> errors.put(label, Regex.compile(expression)));
            return errors;
        }

        @Override
        public String name() {
            return source == null ? "" : source;
        }

        URI address() {
            if (url == null) {
                throw new IllegalStateException("checked at the start");
            }
            return url;
        }

        @Override
        public String id() {
            return SeriesKey
                    .hash(String.join("\n", name(), address().toString(), counter, new TreeMap<>(labels).toString(),
                            errorCounter == null ? "" : errorCounter, new TreeMap<>(errorLabels).toString()));
        }
    }
}

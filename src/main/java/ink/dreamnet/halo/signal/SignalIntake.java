package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.GroupCommit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes reports in and returns when they are durable. Whatever waits is committed together by one writer (group commit), so
/// that thousands of reporters a second share a few transactions of a few rows.
@Component
class SignalIntake extends GroupCommit<SignalReport, Boolean> {

    /// A report after a longer silence says nothing about when in it its counts came.
    private static final Duration LONGEST_COVER = Duration.ofMinutes(5);

    private final String node = UUID.randomUUID().toString();
    private final SignalStore store;
    private final SignalProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Counter acknowledged;

    /// Touched by the one thread that writes.
    private final Map<String, Instant> lastReport = new HashMap<>();

    SignalIntake(SignalStore store, SignalProperties properties, TransactionTemplate transaction, Clock clock,
            MeterRegistry meters) {
        super("signals", new Bounds(properties.intakeCapacity(), properties.intakeCapacity(), properties.intakeGather(),
                properties.intakeTimeout()),
                Counter.builder("halo.signals.unavailable")
                        .description("Reports that could not be accepted").register(meters));
        this.store = store;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
        this.acknowledged = Counter.builder("halo.signals.acknowledged").description("Reports that were committed")
                .register(meters);
    }

    @Override
    public Boolean accept(List<SignalReport> reports) {
        boolean stored = super.accept(reports);
        acknowledged.increment(reports.size());
        return stored;
    }

    @Override
    protected Boolean write(List<SignalReport> reports) {
        Instant now = clock.instant();
        Map<String, Counts> sums = new HashMap<>();
        reports.forEach(report -> sums.merge(report.source(), new Counts(report.requests(), report.errors(), 0),
                Counts::plus));
        List<SignalStore.Bucket> buckets = new ArrayList<>(2 * sums.size());
        sums.forEach((source, sum) -> {
            Counts counts = new Counts(sum.requests(), sum.errors(), covered(lastReport.get(source), now));
            buckets.add(SignalStore.Bucket.of(SignalStore.FINE, now, source, counts));
            buckets.add(SignalStore.Bucket.of(SignalStore.COARSE, now, source, counts));
        });
        transaction.executeWithoutResult(tx -> store.add(node, buckets, sums.keySet(), now));
        sums.keySet().forEach(source -> lastReport.put(source, now));
        if (lastReport.size() > 2 * properties.maxSources()) {
            lastReport.values().removeIf(at -> at.plus(LONGEST_COVER).isBefore(now));
        }
        return true;
    }

    private static long covered(@Nullable Instant last, Instant now) {
        if (last == null || last.plus(LONGEST_COVER).isBefore(now)) {
            return Spread.UNTIMED;
        }
        return Math.max(0, Duration.between(last, now).toMillis());
    }
}

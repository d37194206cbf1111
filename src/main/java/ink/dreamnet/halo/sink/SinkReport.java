package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.event.EventLog;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Reports the state of each sink.
@Component
public class SinkReport {

    private final Sinks sinks;
    private final SinkStore store;
    private final EventLog log;
    private final Clock clock;

    SinkReport(Sinks sinks, SinkStore store, EventLog log, Clock clock) {
        this.sinks = sinks;
        this.store = store;
        this.log = log;
        this.clock = clock;
    }

    /// The state of a sink.
    ///
    /// @param name its name
    /// @param type the kind of sink
    /// @param lastDeliveredAt when it last took an event
    /// @param lastFailedAt when it last did not
    /// @param lastError why
    /// @param target where it sends to, without secrets
    /// @param types the types of its events
    /// @param severity the least severity
    /// @param behind how many of HALO's events it has not read yet, at most 10,000
    /// @param waiting how many events wait one by one, because they or one before them did not get through
    /// @param deadLetters how many events are dead letters
    /// @param delivered how many were delivered
    /// @param sparedUntil until when this process sends nothing, because its circuit is open or it answered `Retry-After`
    public record SinkView(String name, String type, String target, List<String> types, String severity, long behind,
            int waiting, int deadLetters, long delivered, @Nullable Instant lastDeliveredAt,
            @Nullable Instant lastFailedAt, @Nullable String lastError, @Nullable Instant sparedUntil) {
    }

    /// @return the sinks as they are now, in the order of their names
    @Transactional(readOnly = true)
    public List<SinkView> all() {
        return sinks.names().stream().map(this::of).toList();
    }

    /// @throws ink.dreamnet.halo.core.NotFoundException where there is no such sink
    @Transactional(readOnly = true)
    public SinkView of(String name) {
        OpenSink sink = sinks.require(name);
        SinkStore.Progress progress = store.progress(name)
                .orElseGet(() -> new SinkStore.Progress(log.last(), 0, null, null, null));
        return new SinkView(name, sink.settings().type(), sink.sink().target(), sink.settings().types(),
                sink.settings().severity(), log.outgoing(progress.position()),
                store.count(name, false), store.count(name, true), progress.delivered(), progress.lastDeliveredAt(),
                progress.lastFailedAt(), progress.lastError(), sink.pausedUntil(clock.instant()).orElse(null));
    }
}

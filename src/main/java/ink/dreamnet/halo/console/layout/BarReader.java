package ink.dreamnet.halo.console.layout;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.console.live.Changes;
import ink.dreamnet.halo.console.live.Mark;
import ink.dreamnet.halo.engine.HaloStatus;
import ink.dreamnet.halo.engine.StatusReporter;
import ink.dreamnet.halo.sink.SinkReport;
import ink.dreamnet.halo.task.verification.Stops;
import org.springframework.stereotype.Component;

/// Reads what stands on top of every page, once a second at most.
@Component
public class BarReader {

    private static final Duration KEEP = Duration.ofSeconds(1);
    private static final Set<String> NO_FAILURE = Set.of("completed", "not-run", "disabled");

    private final Briefly<Bar> bar;

    BarReader(StatusReporter reporter, Stops stops, SinkReport sinks, Changes changes) {
        this.bar = new Briefly<>(KEEP, () -> {
            Mark mark = changes.mark();
            HaloStatus status = reporter.report();
            return new Bar(status,
                    status.analyzers().stream().filter(analyzer -> !NO_FAILURE.contains(analyzer.status())).toList(),
                    stops.active().stream().map(stop -> stop.strategy() + " for " + stop.code()).toList(),
                    failing(sinks.all()), mark);
        });
    }

    /// @return the bar, at most a second old
    Bar read() {
        return bar.get();
    }

    /// Shows what was changed just now.
    public void forget() {
        bar.forget();
    }

    private static List<String> failing(List<SinkReport.SinkView> sinks) {
        return sinks.stream().filter(sink -> sink.waiting() > 0 || sink.deadLetters() > 0 || sink.sparedUntil() != null)
                .map(SinkReport.SinkView::name).toList();
    }
}

package ink.dreamnet.halo.memory.trait;

import java.util.Map;
import java.util.function.Consumer;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Reads the record of what was observed of subjects, for what is learned from it.
@Component
public class SubjectHistory {

    private final RecordStore records;
    private final WatchStore current;

    SubjectHistory(RecordStore records, WatchStore current) {
        this.records = records;
        this.current = current;
    }

    /// What one analyzer observed of a subject, from one moment on.
    ///
    /// @param subject the subject
    /// @param analyzer who observed it
    /// @param state the state that began
    /// @param afterMs the last observation of the state before, in ms since 1970; null where there was none
    /// @param atMs the first observation of this state, in ms since 1970
    /// @param worst the severity of its worst open weak point then; null where none was open
    public record Begun(SubjectRef subject, String analyzer, EntityState state, @Nullable Long afterMs, long atMs,
            @Nullable Severity worst) {

        static Begun of(Span span) {
            return new Begun(span.entity().subject(), span.analyzer(), span.state(), span.afterMs(), span.atMs(),
                    span.worst());
        }
    }

    /// @return when the last cycle was recorded, in ms since 1970; 0 before the first
    @Transactional(readOnly = true)
    public long lastCycleMs() {
        return records.lastCycleMs();
    }

    /// Reads what held at a time, and what began since, up to another time. Nothing is held in memory.
    ///
    /// @param fromMs from when on, in ms since 1970
    /// @param untilMs until when, inclusive
    /// @param most how many changes at most; where there were more, it begins with the latest ones, as if at their time
    /// @param each takes the last state of each subject and analyzer before that time, in no order, and then all that began, in the
    ///        order of time
    /// @return from when on it was read, in ms since 1970
    @Transactional(readOnly = true)
    public long read(long fromMs, long untilMs, int most, Consumer<Begun> each) {
        long from = records.fromWhen(fromMs, untilMs, most);
        current.lastBefore(from, span -> each.accept(Begun.of(span)));
        records.since(from, untilMs, span -> each.accept(Begun.of(span)));
        return from;
    }

    /// Reads what began after a time, up to another time.
    @Transactional(readOnly = true)
    public void changes(long afterMs, long untilMs, Consumer<Begun> each) {
        records.since(afterMs + 1, untilMs, span -> each.accept(Begun.of(span)));
    }

    /// @return for each analyzer when it had surely observed all that it knows, in ms since 1970
    @Transactional(readOnly = true)
    public Map<String, Long> surelyObservedMs() {
        return records.oldestLooks();
    }
}

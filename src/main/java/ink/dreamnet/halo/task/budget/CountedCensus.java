package ink.dreamnet.halo.task.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.NamedInterface;

/// Counts the groups of one kind of subjects from a list of all of them, which is read anew where it is older than a few
/// seconds, or [#countAnew] was called.
@NamedInterface("budget")
public final class CountedCensus implements SubjectCensus {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final SubjectKind kind;
    private final Source source;
    private final Supplier<Set<String>> weak;
    private final Clock clock;
    private @Nullable Snapshot snapshot;
    /// How often it was to be counted anew.
    private int anew;

    /// Lists the subjects.
    @FunctionalInterface
    public interface Source {

        /// @return for each subject's id the groups that it is in besides its kind (`squad:deploy`, `label:team=blue`)
        Map<String, List<String>> members();
    }

    private record Snapshot(Instant at, Map<String, List<String>> members, Map<String, Group> groups) {
    }

    /// @param kind the kind of the subjects
    /// @param source lists them; called often, so it must be cheap
    public CountedCensus(SubjectKind kind, Source source, JdbcClient jdbc, Clock clock) {
        this(kind, source, () -> weak(kind, jdbc), clock);
    }

    /// @param weak the ids of those that have a weak point that is not resolved
    public CountedCensus(SubjectKind kind, Source source, Supplier<Set<String>> weak, Clock clock) {
        this.kind = kind;
        this.source = source;
        this.weak = weak;
        this.clock = clock;
    }

    private static Set<String> weak(SubjectKind kind, JdbcClient jdbc) {
        Set<String> weak = new HashSet<>();
        // not by the kind: H2 would read the index of all subjects
        jdbc.sql("select subject_kind, subject_id from weak_point where state in ('OPEN', 'ACKNOWLEDGED')")
                .query(row -> {
                    if (row.getString(1).equals(kind.name())) {
                        weak.add(row.getString(2));
                    }
                });
        return weak;
    }

    /// A census by labels alone.
    ///
    /// @param all lists all subjects by their ids; called often, so it must be cheap
    /// @param labels the labels of one
    public static <S> CountedCensus byLabels(SubjectKind kind, Supplier<? extends Map<String, S>> all,
            Function<S, Map<String, String>> labels, JdbcClient jdbc, Clock clock) {
        return byLabels(kind, all, labels, () -> weak(kind, jdbc), clock);
    }

    /// As above.
    ///
    /// @param weak the ids of those that have a weak point that is not resolved
    public static <S> CountedCensus byLabels(SubjectKind kind, Supplier<? extends Map<String, S>> all,
            Function<S, Map<String, String>> labels, Supplier<Set<String>> weak, Clock clock) {
        return new CountedCensus(kind, () -> {
            Map<String, List<String>> members = new HashMap<>();
            all.get().forEach((id, subject) -> members.put(id, labels.apply(subject).entrySet().stream()
                    .map(label -> "label:%s=%s".formatted(label.getKey(), label.getValue())).toList()));
            return members;
        }, weak, clock);
    }

    @Override
    public List<Group> groupsOf(SubjectRef subject) {
        if (subject.kind() != kind) {
            return List.of();
        }
        Snapshot now = current();
        List<String> names = now.members().get(subject.id());
        return names == null ? List.of() : names.stream().map(now.groups()::get).toList();
    }

    @Override
    public synchronized void countAnew() {
        snapshot = null;
        anew++;
    }

    /// No lock is held while it counts, because the database may not answer: others would wait for it one after the other.
    private Snapshot current() {
        Instant now = clock.instant();
        Snapshot known;
        int of;
        synchronized (this) {
            known = snapshot;
            of = anew;
        }
        if (known != null && !known.at().plus(FRESH).isBefore(now) && !known.at().isAfter(now)) {
            return known;
        }
        Snapshot counted = count(now);
        synchronized (this) {
            snapshot = anew == of ? counted : snapshot;
        }
        return counted;
    }

    private Snapshot count(Instant now) {
        Set<String> bad = weak.get();
        Map<String, List<String>> members = new HashMap<>();
        Map<String, Group> groups = new HashMap<>();
        source.members().forEach((id, others) -> {
            List<String> names = new ArrayList<>(others);
            names.addFirst("kind:" + kind.wire());
            members.put(id, names);
            int one = bad.contains(id) ? 1 : 0;
            names.forEach(name -> groups.merge(name, new Group(name, 1, one),
                    (known, other) -> new Group(name, known.subjects() + 1, known.weak() + one)));
        });
        return new Snapshot(now, members, groups);
    }
}

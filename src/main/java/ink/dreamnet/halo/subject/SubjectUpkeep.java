package ink.dreamnet.halo.subject;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.subject.SubjectStatus.OpenWeakPoint;
import ink.dreamnet.halo.weakpoint.Coverage;
import ink.dreamnet.halo.weakpoint.OpenPoint;
import ink.dreamnet.halo.weakpoint.Suppressions;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Component;

/// Brings the rows of subjects in line with what they depend on: what is registered, what cycles checked, the open weak points and the
/// maintenance windows.
@Component
class SubjectUpkeep {

    private final SubjectTable table;
    private final List<SubjectList> lists;
    private final WeakPoints weakPoints;
    private final Suppressions suppressions;
    private final SubjectProperties properties;
    private final Clock clock;

    SubjectUpkeep(SubjectTable table, List<SubjectList> lists, WeakPoints weakPoints, Suppressions suppressions,
            SubjectProperties properties, Clock clock) {
        this.table = table;
        this.lists = List.copyOf(lists);
        this.weakPoints = weakPoints;
        this.suppressions = suppressions;
        this.properties = properties;
        this.clock = clock;
    }

    /// Takes in what a cycle checked.
    void take(Checked checked) {
        List<UUID> announced = table.announced();
        CheckRound round = new CheckRound(checked);
        Set<SubjectRef> subjects = new HashSet<>(round.subjects());
        subjects.addAll(weakPoints.openSubjects());
        subjects.addAll(table.weak());
        Open open = new Open();
        table.change(subjects,
                (some, before) -> round.after(some, before, listedOf(some, before), open.underLock()));
        if (checked.whole()) {
            table.observedAll(checked.at());
        }
        table.done(announced);
    }

    /// Brings all rows in line with the open weak points.
    void refresh() {
        List<UUID> announced = table.announced();
        judge(Stream.concat(weakPoints.openSubjects().stream(), table.weak().stream()).toList());
        table.done(announced);
    }

    /// Brings the rows of some subjects in line with their open weak points.
    void judge(Collection<SubjectRef> subjects) {
        Instant now = clock.instant();
        Open open = new Open();
        table.change(subjects, (some, before) -> {
            Map<SubjectRef, Listed> listed = listedOf(some, before);
            Map<SubjectRef, List<OpenWeakPoint>> points = open.underLock();
            Map<SubjectRef, SubjectRow> after = new HashMap<>();
            for (SubjectRef subject : some) {
                SubjectRow row = before.get(subject);
                Listed known = listed.get(subject);
                if (row == null && known != null) {
                    row = SubjectRow.of(known, true, now);
                }
                if (row != null) {
                    after.put(subject, row.with(points.getOrDefault(subject, List.of()), row.blind(), now));
                }
            }
            return after;
        });
    }

    /// Reads anew what is registered of one kind.
    void sync(SubjectKind kind) {
        Map<SubjectRef, Listed> listed = new HashMap<>();
        lists.forEach(list -> list.each(kind, each -> listed.put(each.subject(), each)));
        Set<SubjectRef> different = new HashSet<>();
        Map<SubjectRef, SubjectRow> rows = table.all(kind);
        rows.forEach((subject, row) -> {
            Listed now = listed.get(subject);
            if (now == null ? row.registered() : !row.registered() || !row.listed().equals(now)) {
                different.add(subject);
            }
        });
        listed.keySet().stream().filter(subject -> !rows.containsKey(subject)).forEach(different::add);
        register(different);
    }

    /// Brings the rows of some subjects in line with what is registered of them. One that is not registered any more has none.
    void register(Collection<SubjectRef> subjects) {
        Instant now = clock.instant();
        Coverage coverage = suppressions.coverage();
        table.change(subjects, (some, before) -> {
            Map<SubjectRef, SubjectRow> after = new HashMap<>();
            find(some).forEach((subject, listed) -> {
                SubjectRow row = before.get(subject);
                row = row == null ? SubjectRow.of(listed, true, now) : row.with(listed, true, now);
                after.put(subject, row.covered(coverage.covers(subject, facts(listed)), now));
            });
            return after;
        });
    }

    /// Looks anew which subjects maintenance windows cover.
    void cover() {
        Instant now = clock.instant();
        Coverage coverage = suppressions.coverage();
        for (SubjectKind kind : SubjectKind.values()) {
            List<SubjectRef> different = new ArrayList<>();
            table.all(kind).forEach((subject, row) -> {
                if (row.covered() != coverage.covers(subject, facts(row.listed()))) {
                    different.add(subject);
                }
            });
            each(different, row -> row.covered(coverage.covers(row.listed().subject(), facts(row.listed())), now));
        }
    }

    /// Marks every subject as unknown where no cycle over everything came for too long.
    void overdue() {
        Instant now = clock.instant();
        Duration holdsFor = properties.holdsFor();
        if (table.overdue(now.minus(holdsFor))) {
            for (SubjectKind kind : SubjectKind.values()) {
                each(table.all(kind).keySet(), row -> {
                    Set<String> blind = new HashSet<>(row.blind());
                    blind.add(SubjectRow.OVERDUE);
                    return row.with(row.points(), blind, now);
                });
            }
        }
    }

    private void each(Collection<SubjectRef> subjects, UnaryOperator<SubjectRow> change) {
        table.change(subjects, (some, before) -> {
            Map<SubjectRef, SubjectRow> after = new HashMap<>(before);
            after.replaceAll((subject, row) -> change.apply(row));
            return after;
        });
    }

    /// The open weak points by subject. They are read under the lock of the rows, and once more where someone else has had the lock in
    /// between: what an operator suppressed meanwhile is not undone.
    private final class Open {

        private Map<SubjectRef, List<OpenWeakPoint>> points = Map.of();
        private long version = -1;

        Map<SubjectRef, List<OpenWeakPoint>> underLock() {
            long now = table.version();
            if (version < 0 || now != version + 1) {
                points = weakPoints.open().stream().collect(Collectors.groupingBy(OpenPoint::subject,
                        Collectors.mapping(point -> new OpenWeakPoint(point.id(), point.code(), point.severity(),
                                point.suppressedBy()), Collectors.toList())));
            }
            version = now;
            return points;
        }
    }

    private Map<SubjectRef, Listed> listedOf(List<SubjectRef> some, Map<SubjectRef, SubjectRow> before) {
        List<SubjectRef> unknown = some.stream().filter(subject -> !before.containsKey(subject)).toList();
        return unknown.isEmpty() ? Map.of() : find(unknown);
    }

    private Map<SubjectRef, Listed> find(List<SubjectRef> subjects) {
        Map<SubjectRef, Listed> found = new HashMap<>();
        lists.forEach(list -> found.putAll(list.find(subjects)));
        return found;
    }

    private static Facts facts(Listed listed) {
        return new Facts(listed.labels(), List.of(), listed.squad());
    }
}

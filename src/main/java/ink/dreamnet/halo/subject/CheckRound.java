package ink.dreamnet.halo.subject;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.subject.SubjectStatus.OpenWeakPoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What one cycle makes of the rows of subjects. Without side effects.
final class CheckRound {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Checked checked;
    private final List<AnalyzerRun> completed;
    private final Set<SubjectRef> subjects = new HashSet<>();

    CheckRound(Checked checked) {
        this.checked = checked;
        this.completed = checked.observations().runs().stream()
                .filter(run -> run.status() == AnalyzerStatus.COMPLETED).toList();
        for (AnalyzerRun run : completed) {
            for (SubjectRef subject : run.result().observed()) {
                if (observes(run.result(), subject)) {
                    subjects.add(subject);
                }
            }
        }
        checked.unobserved().values().forEach(subjects::addAll);
        checked.removed().values().forEach(subjects::addAll);
    }

    /// @return the subjects that it has something to say of
    Set<SubjectRef> subjects() {
        return subjects;
    }

    /// @param before their rows
    /// @param listed those of them that are registered
    /// @param open the open weak points of all subjects, as they are now
    /// @return their rows after the cycle; those of whom nothing is to be kept are absent
    Map<SubjectRef, SubjectRow> after(Collection<SubjectRef> some, Map<SubjectRef, SubjectRow> before,
            Map<SubjectRef, Listed> listed, Map<SubjectRef, List<OpenWeakPoint>> open) {
        Map<SubjectRef, SubjectRow> after = new HashMap<>();
        for (SubjectRef subject : some) {
            SubjectRow row = after(subject, before.get(subject), listed.get(subject),
                    open.getOrDefault(subject, List.of()));
            if (row != null) {
                after.put(subject, row);
            }
        }
        return after;
    }

    private @Nullable SubjectRow after(SubjectRef subject, @Nullable SubjectRow before, @Nullable Listed listed,
            List<OpenWeakPoint> points) {
        Instant at = checked.at();
        boolean seen = false;
        boolean watched = false;
        Map<String, Object> measured = new LinkedHashMap<>();
        Set<String> blind = new HashSet<>(before == null ? Set.of() : before.blind());
        for (AnalyzerRun run : completed) {
            if (observes(run.result(), subject)) {
                seen = true;
                blind.remove(run.name());
                if (run.result().whole(subject)) {
                    watched = true;
                    measured.putAll(run.result().measured().getOrDefault(subject, Map.of()));
                }
            }
        }
        if (watched) {
            blind.remove(SubjectRow.OVERDUE);
        }
        boolean missed = marks(subject, blind);
        boolean registered = before != null ? before.registered() : listed != null;
        boolean kept = before != null && (missed || !points.isEmpty());
        if (!registered && !watched && !kept && (!seen || points.isEmpty())) {
            return null;
        }
        SubjectRow row = before != null
                ? before
                : SubjectRow.of(listed != null ? listed : unregistered(subject), listed != null, at);
        row = row.with(points, blind, at);
        if (watched) {
            return row.observed(measured.isEmpty() ? null : JSON.writeValueAsString(measured), at);
        }
        if (seen && !points.isEmpty()) {
            return row.partly();
        }
        return missed ? row.missed() : row;
    }

    /// Takes into account who should have observed the subject, and who watches it no more.
    ///
    /// @return whether someone should have observed it and did not
    private boolean marks(SubjectRef subject, Set<String> blind) {
        List<String> missing = new ArrayList<>();
        checked.unobserved().forEach((analyzer, subjects) -> {
            if (subjects.contains(subject)) {
                missing.add(analyzer);
            }
        });
        checked.removed().forEach((analyzer, subjects) -> {
            if (subjects.contains(subject)) {
                blind.remove(analyzer);
            }
        });
        blind.addAll(missing);
        return !missing.isEmpty();
    }

    /// A subject that is not registered: an analyzer knows it from elsewhere.
    private static Listed unregistered(SubjectRef subject) {
        return new Listed(subject, subject.id(), null, Map.of(), false);
    }

    private boolean observes(AnalyzerResult result, SubjectRef subject) {
        return result.observed().contains(subject) && checked.observations().scope().includes(subject)
                && !result.remembered(subject);
    }
}

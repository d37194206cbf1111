package ink.dreamnet.halo.resonance.plan;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerSetup;
import ink.dreamnet.halo.analysis.CyclePlanner;
import ink.dreamnet.halo.analysis.PlannedCheck;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Live;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.KnownGroups;
import ink.dreamnet.halo.resonance.group.SubjectGroup;
import ink.dreamnet.halo.resonance.observed.RecordedHistory;
import ink.dreamnet.halo.resonance.plan.PlanProperties.Adaptive;
import ink.dreamnet.halo.trigger.TimeTriggerProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Plans the cycles of this installation. What it knows is held in memory and goes by what was recorded: where a cycle was not, where
/// another replica recorded one, and after a start, every subject is due in the next cycle, and what was before is read from the
/// record. Thread-safe; a cycle that was taken for dead changes nothing any more.
@Component
public class LivePlanner implements CyclePlanner {

    /// After so many cycles that did not come, what was left out before is not known well enough.
    private static final int MOST_MISSED = 3;

    private final Live<PlanProperties> properties;
    private final AnalyzerRegistry analyzers;
    private final DeclaredSubjects declared;
    private final RecordedHistory history;
    private final KnownGroups resonance;
    private final TimeTriggerProperties schedule;
    private final Clock clock;
    /// Null where every subject is due.
    private @Nullable Course course;
    private @Nullable Turn flying;

    LivePlanner(Live<PlanProperties> properties, AnalyzerRegistry analyzers, DeclaredSubjects declared,
            RecordedHistory history, KnownGroups resonance, TimeTriggerProperties schedule, Clock clock) {
        this.properties = properties;
        this.analyzers = analyzers;
        this.declared = declared;
        this.history = history;
        this.resonance = resonance;
        this.schedule = schedule;
        this.clock = clock;
    }

    @Override
    public synchronized CycleTurn begin(Start start) {
        if (properties.get().adaptive() == Adaptive.OFF) {
            return CycleTurn.NONE;
        }
        if (flying != null || course != null && !Objects.equals(course.cycle(), start.before())) {
            course = null;
        }
        flying = new Turn(start);
        return flying;
    }

    /// @return the time from one cycle to the next, in ms
    long cycleMs() {
        Instant first = schedule.next(clock.instant());
        return schedule.next(first).toEpochMilli() - first.toEpochMilli();
    }

    /// @return who falls with whom, as the plan uses it
    List<SubjectGroup> groups() {
        return resonance.current();
    }

    /// What is planned.
    ///
    /// @param planned how many subjects are planned; 0 where that is not known yet
    /// @param adaptive whether the next cycle over everything leaves subjects out
    /// @param due whom it looks at
    /// @param notDue whom not
    /// @param share which share of all looks the cycles take, as a moving mean, 0 to 1
    /// @param worstDelayMs the longest interval of a subject, in ms
    record Next(int planned, boolean adaptive, List<Shown> due, List<Shown> notDue, double share, long worstDelayMs) {

        static final Next UNKNOWN = new Next(0, false, List.of(), List.of(), 1, 0);
    }

    /// A subject with its turn.
    ///
    /// @param subject the subject
    /// @param intervalMs how long it is between two of its looks as things are, in ms
    /// @param lookedMs its last look, in ms since 1970
    /// @param why one phrase
    record Shown(SubjectRef subject, long intervalMs, long lookedMs, String why) {
    }

    /// @return the plan of the next cycle over everything, as of now
    synchronized Next next() {
        Course known = course;
        CyclePlan plan = known == null ? null : known.next();
        if (known == null || plan == null) {
            return Next.UNKNOWN;
        }
        boolean adaptive = properties.get().adaptive(plan.size());
        List<Shown> due = new ArrayList<>();
        plan.due().forEach(one -> due.add(shown(known, one)));
        if (adaptive) {
            return new Next(plan.size(), true, due, plan.notDue().stream().map(one -> shown(known, one)).toList(),
                    plan.share(), plan.worstDelayMs());
        }
        plan.notDue().forEach(one -> due.add(shown(known, one)));
        long every = cycleMs();
        return new Next(plan.size(), false, due.stream()
                .map(one -> new Shown(one.subject(), every, one.lookedMs(), "every cycle")).toList(), List.of(), 1,
                every);
    }

    private static Shown shown(Course known, Due due) {
        return new Shown(known.fleet().subject(due.subject()), due.intervalMs(), known.lookedMs(due.subject()),
                due.why());
    }

    private Course begun() {
        Map<String, Set<SubjectKind>> planning = new HashMap<>();
        analyzers.all().stream().filter(AnalyzerSetup::enabled).filter(setup -> !setup.planned().isEmpty())
                .forEach(setup -> planning.put(setup.name(), setup.planned()));
        return new Course(properties.get().settings(cycleMs()), planning, declared::facts);
    }

    /// One cycle. It counts as long as no other one has begun.
    private final class Turn implements CycleTurn {

        private final Start start;
        private List<AnalyzerRun> seen = List.of();

        Turn(Start start) {
            this.start = start;
        }

        private boolean counts() {
            return flying == this;
        }

        @Override
        public List<PlannedCheck> plan() {
            synchronized (LivePlanner.this) {
                Course known = course;
                CyclePlan plan = known == null ? null : known.next();
                if (!counts() || known == null || plan == null || !properties.get().adaptive(plan.size())
                        || start.at().toEpochMilli() - known.atMs() > MOST_MISSED * cycleMs()) {
                    return List.of();
                }
                List<PlannedCheck> looks = new ArrayList<>();
                plan.due().forEach(one -> looks.add(look(known, one, PlannedCheck.Turn.DUE)));
                plan.notDue().forEach(one -> looks.add(look(known, one, PlannedCheck.Turn.NOT_DUE)));
                return looks;
            }
        }

        private static PlannedCheck look(Course known, Due due, PlannedCheck.Turn turn) {
            return new PlannedCheck(known.fleet().subject(due.subject()), turn, due.intervalMs(), due.why());
        }

        @Override
        public Map<SubjectRef, String> observed(List<AnalyzerRun> runs) {
            synchronized (LivePlanner.this) {
                return counts() && course != null ? course.observed(start, runs, groups()) : Map.of();
            }
        }

        @Override
        public void observedMore(List<AnalyzerRun> runs, Set<SubjectRef> looked) {
            synchronized (LivePlanner.this) {
                seen = runs;
                if (counts() && course != null) {
                    course.observedMore(start, runs, looked);
                }
            }
        }

        @Override
        public void recorded() {
            synchronized (LivePlanner.this) {
                if (!counts()) {
                    return;
                }
                Course known = course;
                if (known == null) {
                    known = begun();
                    for (RecordedHistory.Recorded past : history.read(new RecordedHistory.Reader(),
                            start.at().toEpochMilli() - 1, List.of())) {
                        known.replay(past, cycleMs());
                    }
                    known.observed(start, seen, groups());
                    known.observedMore(start, seen, Set.of());
                }
                known.recorded(start, cycleMs());
                course = known;
                flying = null;
            }
        }
    }
}

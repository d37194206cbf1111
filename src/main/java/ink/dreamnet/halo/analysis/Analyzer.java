package ink.dreamnet.halo.analysis;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// Observes one side of the system and reports what it finds. To add one, make it a Spring bean; nothing else changes.
///
/// Each analyzer of a cycle runs on a thread of its own with a deadline of its own. One that throws, hangs or
/// returns null harms no other analyzer: the cycle records it, and none of its weak points is resolved. One that ignores its
/// interrupt is run again by the next cycle all the same, so that two of its runs may be under way at once.
public interface Analyzer {

    /// Analyzes.
    ///
    /// @param context what to observe and until when; the thread is interrupted at the deadline
    /// @return what was seen, never null
    /// @throws Exception where the analyzer fails; its status is then `failed` with the exception's message
    AnalyzerResult analyze(AnalysisContext context) throws Exception;

    /// The stable name of this analyzer, a part of the identity of its weak points: lower-case words with hyphens, at
    /// most 63 characters. Two analyzers of one name stop the start.
    ///
    /// @return by default the class name without `Analyzer`: `AgentHealthAnalyzer` is `agent-health`
    default String name() {
        return getClass().getSimpleName().replaceFirst("Analyzer$", "").replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    /// @return the modes in which it runs; by default only `full`. A fast analyzer (agents, endpoints, environments) also
    ///         runs in `light`.
    default Set<CycleMode> modes() {
        return EnumSet.of(CycleMode.FULL);
    }

    /// @return whether it also runs in `halo.safe-mode`, in which nothing that is stored or pulled may be looked at; by default true
    default boolean runsInSafeMode() {
        return true;
    }

    /// @return how long it may run; null (the default) means `halo.analysis.deadline`. Configuration overrides both.
    default @Nullable Duration deadline() {
        return null;
    }

    /// Tells of which kinds it plans its looks, because they cost something: a full cycle over everything leaves out those
    /// subjects of these kinds that are not due ([AnalysisContext#due]), and looks at them later in the same cycle where
    /// what it saw makes that worth while.
    ///
    /// @return by default none: it looks at every subject in every cycle
    default Set<SubjectKind> planned() {
        return Set.of();
    }

    /// Tells whether what it finds under a code spreads along dependencies: whether it can be caused by the failure of what the subject
    /// depends on, and can cause failures of what depends on the subject. An endpoint that is down spreads; a certificate that
    /// expires and a secret in a file do not, so nothing else suppresses them and they suppress nothing.
    ///
    /// @return by default true
    default boolean spreads(String code) {
        return true;
    }

    /// The settings that it runs with, for operators to see; never a secret.
    ///
    /// @return names and values that turn into JSON; by default none
    default Map<String, Object> options() {
        return Map.of();
    }

    /// Tells whether a subject still exists for this analyzer. Asked of subjects that have an open weak point but were not
    /// observed by a run that neither failed nor timed out; the weak point of one that is gone is closed with the reason `subject-removed`.
    ///
    /// @return by default true: what was not observed stays open and is marked stale
    default boolean watches(SubjectRef subject) {
        return true;
    }

    /// As [#watches], for many at once. An analyzer that asks a database overrides it, so that thousands of subjects that could
    /// not be observed do not become thousands of queries.
    ///
    /// @return those of the subjects that still exist for this analyzer
    default Set<SubjectRef> watched(Collection<SubjectRef> subjects) {
        return subjects.stream().filter(this::watches).collect(Collectors.toSet());
    }
}

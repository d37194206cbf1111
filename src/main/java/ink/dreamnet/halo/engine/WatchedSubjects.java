package ink.dreamnet.halo.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.analysis.AnalyzerSetup;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Knows of which subjects a cycle can find out anything: those that are declared, those that an analyzer watches, and those with an
/// open weak point, which that cycle closes where the subject was removed. An analyzer that does not say what it watches
/// ([ink.dreamnet.halo.analysis.Analyzer#watches]) watches everything.
@Component
record WatchedSubjects(AnalyzerRegistry analyzers, DeclaredSubjects declared, WeakPoints weakPoints) {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedSubjects.class);
    private static final int NAMED = 3;

    /// @throws NotFoundException where a cycle cannot find out anything of one of the subjects
    void require(Set<SubjectRef> subjects) {
        Set<SubjectRef> unknown = new HashSet<>(subjects);
        unknown.removeAll(declared.facts(unknown).keySet());
        for (AnalyzerSetup setup : analyzers.all()) {
            if (!unknown.isEmpty() && setup.enabled()) {
                unknown.removeAll(watched(setup, unknown));
            }
        }
        if (!unknown.isEmpty()) {
            unknown.removeAll(weakPoints.openOn(unknown).keySet());
        }
        if (!unknown.isEmpty()) {
            throw new NotFoundException("Nothing watches %s%s; no cycle was requested".formatted(
                    unknown.stream().sorted().limit(NAMED).map(SubjectRef::toString).collect(Collectors.joining(", ")),
                    unknown.size() > NAMED ? " and %d more".formatted(unknown.size() - NAMED) : ""));
        }
    }

    private static Set<SubjectRef> watched(AnalyzerSetup setup, Set<SubjectRef> subjects) {
        try {
            return setup.analyzer().watched(subjects);
        } catch (RuntimeException cannotTell) {
            LOG.warn("Analyzer {} could not tell which of {} subjects it watches", setup.name(), subjects.size(),
                    cannotTell);
            return Set.copyOf(subjects);
        }
    }
}

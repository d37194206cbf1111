package ink.dreamnet.halo.weakpoint;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.core.SubjectRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Finds the weak points whose subjects no analyzer watches any more. Each analyzer is asked once for all of its subjects.
@Component
class RemovedSubjects implements RemovedIdentities {

    private static final Logger LOG = LoggerFactory.getLogger(RemovedSubjects.class);

    private final AnalyzerRegistry analyzers;

    RemovedSubjects(AnalyzerRegistry analyzers) {
        this.analyzers = analyzers;
    }

    /// @return those whose analyzer does not watch their subject any more. An analyzer that is gone or fails removes none
    @Override
    public Set<Identity> among(Collection<Identity> unobserved) {
        Set<Identity> removed = new HashSet<>();
        unobserved.stream().collect(Collectors.groupingBy(Identity::analyzer)).forEach((name, identities) -> analyzers
                .find(name).ifPresent(analyzer -> removed.addAll(removed(analyzer, identities))));
        return removed;
    }

    private static Set<Identity> removed(Analyzer analyzer, List<Identity> identities) {
        try {
            Set<SubjectRef> watched = analyzer.watched(identities.stream().map(Identity::subject)
                    .collect(Collectors.toSet()));
            return identities.stream().filter(identity -> !watched.contains(identity.subject()))
                    .collect(Collectors.toSet());
        } catch (RuntimeException cannotTell) {
            LOG.warn("Analyzer {} could not tell which of {} subjects it watches", analyzer.name(), identities.size(),
                    cannotTell);
            return Set.of();
        }
    }
}

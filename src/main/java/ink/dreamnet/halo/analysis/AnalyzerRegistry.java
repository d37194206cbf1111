package ink.dreamnet.halo.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.StableNames;
import ink.dreamnet.halo.core.StartRefusedException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;

/// All analyzers, by their names.
@Component
public class AnalyzerRegistry {

    private final Map<String, Analyzer> byName;
    private final AnalysisProperties properties;

    /// @throws StartRefusedException where a name is not allowed, taken twice, or configured but absent
    AnalyzerRegistry(ListableBeanFactory beans, AnalysisProperties properties) {
        this.properties = properties;
        this.byName = StableNames.index("analyzer", beans.getBeansOfType(Analyzer.class), Analyzer::name);
        for (String configured : new TreeSet<>(properties.analyzers().keySet())) {
            if (!byName.containsKey(configured)) {
                throw new StartRefusedException(
                        "halo.analysis.analyzers.%s: there is no analyzer '%s'.".formatted(configured, configured),
                        "Name one of %s, or remove it.".formatted(new TreeSet<>(byName.keySet())));
            }
        }
    }

    /// @return the analyzer of that name
    public Optional<Analyzer> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// @return the names of all analyzers, whether they run or not
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /// @return whether configuration lets the analyzer run
    public boolean enabled(String name) {
        return properties.of(name).enabled();
    }

    /// @return the analyzers that run in a mode
    List<Analyzer> of(CycleMode mode) {
        List<Analyzer> chosen = new ArrayList<>();
        byName.forEach((name, analyzer) -> {
            if (enabled(name) && analyzer.modes().contains(mode)) {
                chosen.add(analyzer);
            }
        });
        return chosen;
    }

    /// @return how long the analyzer may run
    Duration deadline(Analyzer analyzer) {
        Duration configured = properties.of(analyzer.name()).deadline();
        if (configured != null) {
            return configured;
        }
        Duration own = analyzer.deadline();
        return own != null ? own : properties.deadline();
    }
}

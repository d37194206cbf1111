package ink.dreamnet.halo.analysis;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.PlainJson;
import ink.dreamnet.halo.core.SafeMode;
import ink.dreamnet.halo.core.StableNames;
import ink.dreamnet.halo.core.StartRefusedException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;

/// All analyzers, by their names.
@Component
public class AnalyzerRegistry {

    private final Map<String, Analyzer> byName;
    private final Map<String, AnalyzerSetup> setups = new LinkedHashMap<>();
    private final AnalysisProperties properties;
    private final SafeMode safeMode;

    /// @throws StartRefusedException where a name is not allowed, taken twice, or configured but absent, and where an
    ///         analyzer cannot say how it runs
    AnalyzerRegistry(ListableBeanFactory beans, AnalysisProperties properties, SafeMode safeMode) {
        this.properties = properties;
        this.safeMode = safeMode;
        Map<String, Analyzer> found = beans.getBeansOfType(Analyzer.class);
        for (String bean : beans.getBeanNamesForType(Analyzer.class)) {
            if (!found.containsKey(bean)) {
                // Spring leaves such a bean out silently
                throw new IllegalStateException(
                        "The analyzer bean '%s' needs what needs all analyzers".formatted(bean));
            }
        }
        this.byName = StableNames.index("analyzer", found, Analyzer::name);
        for (String configured : new TreeSet<>(properties.analyzers().keySet())) {
            if (!byName.containsKey(configured)) {
                throw new StartRefusedException(
                        "halo.analysis.analyzers.%s: there is no analyzer '%s'.".formatted(configured, configured),
                        "Name one of %s, or remove it.".formatted(new TreeSet<>(byName.keySet())));
            }
        }
        byName.values().forEach(analyzer -> setups.put(analyzer.name(), setUp(analyzer)));
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
        AnalyzerSetup setup = setups.get(name);
        return setup != null && setup.enabled();
    }

    /// @return whether only analyzers run that look at nothing stored or pulled
    public boolean inSafeMode() {
        return safeMode.safeMode();
    }

    /// @return how long a cycle may analyze: the longest deadline of the analyzers that run
    public Duration longestDeadline() {
        return setups.values().stream().filter(AnalyzerSetup::enabled).map(AnalyzerSetup::deadline)
                .max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /// @return all analyzers as they are set up, in the order of their names
    public List<AnalyzerSetup> all() {
        return setups.values().stream().sorted(Comparator.comparing(AnalyzerSetup::name)).toList();
    }

    /// @return the analyzers that run in a mode
    List<AnalyzerSetup> of(CycleMode mode) {
        return setups.values().stream().filter(one -> one.enabled() && one.modes().contains(mode)).toList();
    }

    /// The settings of a plug-in are read once, at the start: one that throws stops the start instead of every cycle.
    private AnalyzerSetup setUp(Analyzer analyzer) {
        String name = analyzer.name();
        AnalysisProperties.Options options = properties.of(name);
        try {
            Duration own = analyzer.deadline();
            Duration deadline = options.deadline() != null
                    ? options.deadline()
                    : own != null ? own : properties.deadline();
            boolean enabled = options.enabled() && (!safeMode.safeMode() || analyzer.runsInSafeMode());
            return new AnalyzerSetup(name, analyzer, enabled, Set.copyOf(analyzer.modes()), deadline,
                    options.every(), PlainJson.of(analyzer.options()), Set.copyOf(analyzer.planned()));
        } catch (RuntimeException | LinkageError broken) {
            throw new StartRefusedException(
                    "The analyzer '%s' (%s) cannot say how it runs: %s".formatted(name, analyzer.getClass().getName(),
                            broken),
                    "Correct or remove it.", broken);
        }
    }
}

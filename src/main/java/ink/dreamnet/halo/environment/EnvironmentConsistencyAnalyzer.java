package ink.dreamnet.halo.environment;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Settings;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definitions;
import org.springframework.stereotype.Component;

/// Environment consistency analyzer: validates environment variables, detects missing variables and identifies
/// inconsistencies. [EnvironmentAudit] does the work.
@Component
class EnvironmentConsistencyAnalyzer implements Analyzer {

    static final String NAME = "environment-consistency";

    private final Definitions<EnvironmentSpec, WatchedEnvironment> registry;
    private final EnvironmentAudit audit;
    private final EnvironmentProperties properties;

    EnvironmentConsistencyAnalyzer(Definitions<EnvironmentSpec, WatchedEnvironment> registry, EnvironmentAudit audit,
            EnvironmentProperties properties) {
        this.registry = registry;
        this.audit = audit;
        this.properties = properties;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<CycleMode> modes() {
        return EnumSet.allOf(CycleMode.class);
    }

    @Override
    public boolean spreads(String code) {
        return code.equals(Codes.UNREADABLE);
    }

    @Override
    public Map<String, Object> options() {
        return Settings.of(properties);
    }

    @Override
    public boolean watches(SubjectRef subject) {
        return registry.known().has(subject);
    }

    @Override
    public AnalyzerResult analyze(AnalysisContext context) {
        return audit.audit(registry.current(), context);
    }
}

package ink.dreamnet.halo.cycle;

import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import org.jspecify.annotations.Nullable;

/// The row behind [LastRun].
@Entity
@Table(name = "analyzer_run")
class LastRunEntity {

    @Id
    private String analyzer;
    private UUID cycleId;
    @Enumerated(EnumType.STRING)
    private AnalyzerStatus status;
    private long durationMs;
    private int subjects;
    private @Nullable String error;

    @SuppressWarnings("NullAway.Init")
    protected LastRunEntity() {
    }

    LastRunEntity(UUID cycleId, AnalyzerRun run) {
        this.analyzer = run.name();
        this.cycleId = cycleId;
        this.status = run.status();
        this.durationMs = run.duration().toMillis();
        this.subjects = run.result().observed().size();
        this.error = run.error();
    }

    LastRun view() {
        return new LastRun(analyzer, cycleId, status, durationMs, subjects, error);
    }
}

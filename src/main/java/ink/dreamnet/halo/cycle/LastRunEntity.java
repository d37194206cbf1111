package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
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
    private Instant ranAt;
    @Enumerated(EnumType.STRING)
    private AnalyzerStatus status;
    private long durationMs;
    private int subjects;
    private int issues;
    @Column(name = "passed_over")
    private int skippedCycles;
    private @Nullable String error;

    @SuppressWarnings("NullAway.Init")
    protected LastRunEntity() {
    }

    LastRunEntity(AnalyzerRun run, UUID cycleId, Instant ranAt, int skippedCycles) {
        this.analyzer = run.name();
        this.cycleId = cycleId;
        this.ranAt = ranAt;
        this.status = run.status();
        this.durationMs = run.duration().toMillis();
        this.subjects = run.result().observedCount();
        this.issues = run.result().issues().size();
        this.skippedCycles = skippedCycles;
        this.error = run.error();
    }

    void skip() {
        skippedCycles++;
    }

    LastRun view() {
        return new LastRun(analyzer, cycleId, ranAt, status, durationMs, subjects, issues, skippedCycles, error);
    }
}

package ink.dreamnet.halo.cycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.JsonListConverter;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.trigger.RequestBatch;
import org.jspecify.annotations.Nullable;

/// The record of one cycle without its lists, which are in [CycleDetailEntity].
@Entity
@Table(name = "halo_cycle")
class HaloCycle {

    private static final int MAX_TEXT = 2000;

    @Id
    private UUID id;
    private Instant startedAt;
    @Enumerated(EnumType.STRING)
    private CycleStatus status;
    @Enumerated(EnumType.STRING)
    private CycleMode mode;
    @Convert(converter = JsonListConverter.class)
    private List<String> triggers;
    private @Nullable String reason;
    private @Nullable Long durationMs;
    /// `LOW` where it saw no weak point: an index finds a null by a search only, not in its order.
    @Enumerated(EnumType.STRING)
    private Severity worstSeverity = Severity.LOW;
    private int issueCount;
    private int weakPointCount;
    private int taskCount;
    private int dispatchCount;
    private @Nullable String summary;
    private @Nullable UUID rerunAs;
    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected HaloCycle() {
    }

    HaloCycle(RequestBatch batch, Instant now) {
        this.id = batch.cycleId();
        this.startedAt = now;
        this.status = CycleStatus.RUNNING;
        this.mode = batch.mode();
        this.triggers = batch.triggers();
        this.reason = cut(batch.reason());
    }

    void complete(CycleOutcome outcome, String sentence, Instant now) {
        requireRunning();
        status = CycleStatus.COMPLETED;
        durationMs = Duration.between(startedAt, now).toMillis();
        worstSeverity = outcome.worstSeverity();
        issueCount = outcome.issueCount();
        weakPointCount = outcome.detection().seen().size();
        taskCount = outcome.tasks().size();
        dispatchCount = outcome.tasks().size();
        summary = cut(sentence);
    }

    /// @param next the cycle that serves its requests again, null where none does
    void interrupt(String why, @Nullable UUID next) {
        requireRunning();
        status = CycleStatus.INTERRUPTED;
        summary = cut(why);
        rerunAs = next;
    }

    private void requireRunning() {
        if (status != CycleStatus.RUNNING) {
            throw new CycleLostException(id, status);
        }
    }

    private static @Nullable String cut(@Nullable String text) {
        return Texts.abbreviate(text, MAX_TEXT);
    }

    UUID id() {
        return id;
    }

    CycleSummary summary() {
        return new CycleSummary(id, startedAt, status, triggers, mode, reason, durationMs,
                worstSeverity == Severity.LOW ? null : worstSeverity, issueCount, weakPointCount, taskCount,
                dispatchCount, summary, rerunAs);
    }
}

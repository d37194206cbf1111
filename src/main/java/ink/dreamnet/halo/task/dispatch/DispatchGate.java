package ink.dreamnet.halo.task.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.task.DispatchSignal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The one gate that every task goes through on its way to work, and the pause that closes it. Its row is locked before
/// any task's row, by whoever lets tasks through.
@Service
@NamedInterface("dispatch")
public class DispatchGate {

    private static final int MAX_REASON = 500;
    private static final String SELECT = "select paused_at, paused_by, pause_reason from dispatch_gate where id = 1";

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final DispatchSignal signal;
    private final Clock clock;

    DispatchGate(JdbcClient jdbc, AuditTrail audit, DispatchSignal signal, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.signal = signal;
        this.clock = clock;
    }

    /// Checks why somebody pauses or resumes.
    ///
    /// @throws InvalidInputException where it is missing or longer than 500 characters
    public static String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw new InvalidInputException("reason",
                    "is missing; say why, in 1 to %d characters".formatted(MAX_REASON));
        }
        Texts.check("reason", reason, MAX_REASON);
        return Texts.shortened(MaskedText.in(reason.strip()), MAX_REASON);
    }

    /// @return the pause, empty where HALO is not paused
    @Transactional(readOnly = true)
    public Optional<Pause> paused() {
        return read(SELECT);
    }

    /// Locks the gate until the end of the transaction.
    ///
    /// @return the pause, empty where tasks may be let through
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Pause> lock() {
        return read(SELECT + " for update");
    }

    /// @throws ConflictException where HALO is paused
    public void requireOpen() {
        paused().ifPresent(pause -> {
            throw new ConflictException(pause.sentence());
        });
    }

    /// Stops all dispatching and leasing: once this has returned, nothing goes through any more. What was sent goes on.
    ///
    /// @throws ConflictException where HALO is paused already
    @Transactional
    public Pause pause(String reason, Actor actor) {
        lock().ifPresent(pause -> {
            throw new ConflictException(pause.sentence());
        });
        Pause pause = new Pause(clock.instant(), actor.name(), reason);
        write(pause);
        audit.record(actor, new Change("halo.paused", "halo", "dispatch", "running", "paused", reason));
        // so that what waits shows the pause as its reason
        signal.roomAppeared();
        return pause;
    }

    /// Lets tasks through again.
    ///
    /// @throws ConflictException where HALO is not paused
    @Transactional
    public void resume(String reason, Actor actor) {
        if (lock().isEmpty()) {
            throw new ConflictException("HALO is not paused");
        }
        write(null);
        audit.record(actor, new Change("halo.resumed", "halo", "dispatch", "paused", "running", reason));
        signal.roomAppeared();
    }

    private void write(@Nullable Pause pause) {
        jdbc.sql("update dispatch_gate set paused_at = ?, paused_by = ?, pause_reason = ? where id = 1")
                .param(pause == null ? null : pause.since().atOffset(ZoneOffset.UTC))
                .param(pause == null ? null : pause.by()).param(pause == null ? null : pause.reason())
                .update();
    }

    private Optional<Pause> read(String select) {
        return jdbc.sql(select).query((row, number) -> Optional.ofNullable(pause(row))).single();
    }

    private static @Nullable Pause pause(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("paused_at", OffsetDateTime.class);
        return at == null ? null : new Pause(at.toInstant(), row.getString("paused_by"), row.getString("pause_reason"));
    }
}

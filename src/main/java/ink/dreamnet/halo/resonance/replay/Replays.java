package ink.dreamnet.halo.resonance.replay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.TooManyRequestsException;
import org.springframework.stereotype.Component;

/// The replays that are under way in this process. One that nobody uses for an hour ends.
@Component
class Replays extends BackgroundLoop {

    /// How many replays there are at once.
    static final int MOST = 2;
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<UUID, Held> held = new LinkedHashMap<>();

    Replays(Clock clock) {
        super("halo-replays", "Replays that nobody uses any more cannot be ended");
        this.clock = clock;
    }

    /// A replay, and when it ends if nobody uses it.
    record Held(Replay replay, Instant expiresAt) {
    }

    /// @param made makes the replay, where there is room for it
    /// @throws TooManyRequestsException where there are as many as there may be
    synchronized Held add(Supplier<Replay> made) {
        endIdle();
        if (held.size() >= MOST) {
            throw new TooManyRequestsException("%d replays are under way, of at most %d: delete one of them (%s)"
                    .formatted(held.size(), MOST,
                            String.join(", ", held.keySet().stream().map(UUID::toString).toList())),
                    RETRY_AFTER);
        }
        return use(made.get());
    }

    /// @throws NotFoundException where there is none of that id, or it has ended
    synchronized Replay get(UUID id) {
        endIdle();
        Held found = held.get(id);
        if (found == null) {
            throw new NotFoundException("replay", id);
        }
        return use(found.replay()).replay();
    }

    /// Notes that a replay is used now.
    synchronized void touch(Replay replay) {
        if (held.containsKey(replay.id())) {
            use(replay);
        }
    }

    private Held use(Replay replay) {
        Held used = new Held(replay, clock.instant().plus(IDLE));
        held.put(replay.id(), used);
        return used;
    }

    /// @throws NotFoundException where there is none of that id, or it has ended
    synchronized void end(UUID id) {
        endIdle();
        if (held.remove(id) == null) {
            throw new NotFoundException("replay", id);
        }
    }

    private synchronized void endIdle() {
        Instant now = clock.instant();
        held.values().removeIf(each -> !now.isBefore(each.expiresAt()));
    }

    @Override
    protected boolean step(boolean woken) {
        endIdle();
        return false;
    }
}

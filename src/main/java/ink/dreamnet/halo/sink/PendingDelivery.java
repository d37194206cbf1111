package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.sink.SinkStore.DeliveryRow;
import org.jspecify.annotations.Nullable;

/// The delivery of one event to a sink in one round. Used by one thread at a time.
final class PendingDelivery {

    private final SequencedEvent event;
    private final boolean stored;
    private DeliveryRow row;
    private Status status = Status.WAITING;
    private @Nullable String error;

    private PendingDelivery(SequencedEvent event, DeliveryRow row, boolean stored) {
        this.event = event;
        this.row = row;
        this.stored = stored;
    }

    /// Whether it was delivered.
    enum Status {
        /// It is sent again, or for the first time.
        WAITING, DELIVERED,
        /// It is a dead letter, and not sent any more unless it is redelivered.
        DEAD
    }

    /// The first delivery of an event.
    ///
    /// @param lane the key within which events stay in order
    static PendingDelivery fresh(SequencedEvent event, String lane, Instant now) {
        return new PendingDelivery(event,
                new DeliveryRow(Ids.next(), event.event().id(), lane, 0, now, now, null, null),
                false);
    }

    /// The delivery of an event that waited.
    static PendingDelivery stored(SequencedEvent event, DeliveryRow row) {
        return new PendingDelivery(event, row, true);
    }

    SequencedEvent event() {
        return event;
    }

    UUID id() {
        return row.eventId();
    }

    String lane() {
        return row.lane();
    }

    /// @return whether it has a row
    boolean stored() {
        return stored;
    }

    /// @return its row as it is to be written
    DeliveryRow row() {
        return row;
    }

    Status status() {
        return status;
    }

    /// @return why it failed in this round; null where it did not, or was not sent
    @Nullable
    String error() {
        return status == Status.DELIVERED ? null : error;
    }

    /// Applies the result of a send of this delivery alone, or of one that was accepted.
    void sent(SendResult result, OpenSink sink, Instant now) {
        int attempts = row.attempts() + 1;
        switch (result) {
            case SendResult.Accepted accepted -> status = Status.DELIVERED;
            case SendResult.Refused(int code, String reason) -> {
                status = Status.DEAD;
                row = tried(attempts, now, code, reason);
            }
            case SendResult.Failed(Integer code, String reason, Duration retryAfter) -> {
                status = isDead(code, attempts, Duration.between(row.firstAt(), now), sink.delivery())
                        ? Status.DEAD
                        : Status.WAITING;
                row = tried(attempts, now.plus(sink.delivery().waits().after(attempts, retryAfter)), code, reason);
            }
        }
    }

    /// Makes it a dead letter that was not sent.
    void withhold(String reason, Instant now) {
        status = Status.DEAD;
        row = tried(row.attempts(), now, null, reason);
    }

    /// Keeps why a send of several deliveries failed. It is no attempt: another one may be to blame.
    void failedInBatch(SendResult result) {
        switch (result) {
            case SendResult.Accepted accepted -> throw new IllegalArgumentException("it was accepted");
            case SendResult.Refused(int code, String reason) -> row = tried(row.attempts(), row.nextAt(), code, reason);
            case SendResult.Failed(Integer code, String reason, Duration retryAfter) ->
                row = tried(row.attempts(), row.nextAt(), code, reason);
        }
    }

    private DeliveryRow tried(int attempts, Instant next, @Nullable Integer code, String reason) {
        error = SinkStore.shortened(reason);
        return new DeliveryRow(row.id(), row.eventId(), row.lane(), attempts, row.firstAt(), next, code, error);
    }

    /// Decides whether a delivery that failed becomes a dead letter. No event is to blame for a receiver that does not work,
    /// does not answer or is overloaded: it is sent for as long as `within`, however often. A receiver that works and
    /// refuses, but may accept when its configuration is put right (401, 404), is tried `attempts` times within that time.
    ///
    /// @param status the status of the answer; null where there was none
    /// @param attempts how often the event was sent
    /// @param age for how long it has been sent
    static boolean isDead(@Nullable Integer status, int attempts, Duration age, DeliverySettings delivery) {
        boolean works = status != null && !ExpectedAnswer.passing(status);
        return age.compareTo(delivery.within()) > 0 || works && attempts >= delivery.attempts();
    }
}

package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.sink.SinkStore.Waiting;
import org.jspecify.annotations.Nullable;

/// One event on its way to a sink in one round, and what becomes of it. Used by one thread at a time.
final class PendingDelivery {

    private final SequencedEvent event;
    private final boolean stored;
    private Waiting row;
    private Fate fate = Fate.WAITING;
    private @Nullable String error;

    private PendingDelivery(SequencedEvent event, Waiting row, boolean stored) {
        this.event = event;
        this.row = row;
        this.stored = stored;
    }

    /// What became of it.
    enum Fate {
        /// It is sent again, or for the first time.
        WAITING, DELIVERED,
        /// It is not sent any more, unless somebody asks for it.
        DEAD
    }

    /// An event that is new to the sink.
    ///
    /// @param lane what it must stay in order with
    static PendingDelivery fresh(SequencedEvent event, String lane, Instant now) {
        return new PendingDelivery(event, new Waiting(Ids.next(), event.event().id(), lane, 0, now, now, null, null),
                false);
    }

    /// An event that waited.
    static PendingDelivery stored(SequencedEvent event, Waiting row) {
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
    Waiting row() {
        return row;
    }

    Fate fate() {
        return fate;
    }

    /// @return why it did not get through in this round; null where it did, or was not sent
    @Nullable
    String error() {
        return fate == Fate.DELIVERED ? null : error;
    }

    /// Notes what came of a send that nothing but this parcel was part of, or that was accepted.
    void sent(SendResult result, OpenSink sink, Instant now) {
        int attempts = row.attempts() + 1;
        switch (result) {
            case SendResult.Accepted accepted -> fate = Fate.DELIVERED;
            case SendResult.Refused(int status, String said) -> {
                fate = Fate.DEAD;
                row = tried(attempts, now, status, said);
            }
            case SendResult.Failed(Integer status, String said, Duration retryAfter) -> {
                fate = givenUp(status, attempts, Duration.between(row.firstAt(), now), sink.delivery())
                        ? Fate.DEAD
                        : Fate.WAITING;
                row = tried(attempts, now.plus(sink.delivery().waits().after(attempts, retryAfter)), status, said);
            }
        }
    }

    /// Notes why a send failed of which other parcels were part too. It is no attempt: another one may be to blame.
    void failedTogether(SendResult result) {
        switch (result) {
            case SendResult.Accepted accepted -> throw new IllegalArgumentException("it was accepted");
            case SendResult.Refused(int status, String said) -> row = tried(row.attempts(), row.nextAt(), status, said);
            case SendResult.Failed(Integer status, String said, Duration retryAfter) ->
                row = tried(row.attempts(), row.nextAt(), status, said);
        }
    }

    private Waiting tried(int attempts, Instant next, @Nullable Integer status, String said) {
        error = SinkStore.shortened(said);
        return new Waiting(row.id(), row.eventId(), row.lane(), attempts, row.firstAt(), next, status, error);
    }

    /// Decides whether an event that did not get through is given up. No event is to blame for a receiver that does not work,
    /// does not answer or has too much to do: it is sent for as long as `within`, however often. A receiver that works and
    /// says no, but may say yes when somebody has put it right (401, 404), is asked `attempts` times within that time.
    ///
    /// @param status what the receiver answered; null where it did not
    /// @param attempts how often the event was sent
    /// @param age for how long it has been sent
    static boolean givenUp(@Nullable Integer status, int attempts, Duration age, SinkProperties.Delivery delivery) {
        boolean works = status != null && !ExpectedAnswer.passing(status);
        return age.compareTo(delivery.within()) > 0 || works && attempts >= delivery.attempts();
    }
}

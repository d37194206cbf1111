package ink.dreamnet.halo.event;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// An incoming or outgoing event: a CloudEvents 1.0 event, with what DreamNet's events have besides. [#builder] makes one.
///
/// @param id HALO's own id of it: a UUID of version 7, so ids rise with the time of receipt
/// @param direction incoming or outgoing
/// @param source the sender, a URI reference (CloudEvents `source`): 1 to 500 characters
/// @param eventId the CloudEvents `id`: 1 to 500 characters. Source and this identify the event: a
///        second event of the same two is a duplicate
/// @param type the CloudEvents `type`, `squad.task.failed`: 1 to 200 characters
/// @param subject the CloudEvents `subject`, at most 500 characters, or null
/// @param sourceType the kind of the sender, `squad`: at most 100 characters, or null
/// @param sourceId which one of them, at most 200 characters, or null
/// @param severity its severity
/// @param subjects the subjects that it names, each once
/// @param labels names and values to match; CloudEvents extensions are among them
/// @param data what it carries
/// @param time when it happened; where the source does not say so, when HALO received it
/// @param receivedAt when HALO received it
/// @param trace the trace that it belongs to, or null
/// @param dreamNet what is different of it in DreamNet's form, or null
/// @param sentBy whose token it came in with, or null where it came without one
public record WormholeEvent(UUID id, Direction direction, String source, String eventId, String type,
        @Nullable String subject, @Nullable String sourceType, @Nullable String sourceId, EventSeverity severity,
        List<SubjectRef> subjects, Map<String, String> labels, EventData data, Instant time, Instant receivedAt,
        @Nullable Trace trace, @Nullable DreamNetForm dreamNet, @Nullable String sentBy) {

    /// The longest source and id of an event, in characters.
    public static final int MAX_SOURCE = 500;
    /// The longest type, in characters.
    public static final int MAX_TYPE = 200;

    /// Copies the collections.
    public WormholeEvent {
        subjects = subjects.stream().distinct().toList();
        labels = Map.copyOf(labels);
    }

    /// @param actor who sent it
    /// @return the same event
    public WormholeEvent sentBy(Actor actor) {
        String sender = People.of(actor).names().stream().findFirst().orElse(null);
        return new WormholeEvent(id, direction, source, eventId, type, subject, sourceType, sourceId, severity,
                subjects,
                labels, data, time, receivedAt, trace, dreamNet, sender);
    }

    /// Begins an event.
    ///
    /// @param receivedAt when HALO received it, to the millisecond
    public static Builder builder(Direction direction, String source, String eventId, String type,
            Instant receivedAt) {
        return new Builder(direction, source, eventId, type, receivedAt);
    }

    /// Collects what an event may have.
    public static final class Builder {

        private final Direction direction;
        private final String source;
        private final String eventId;
        private final String type;
        private final Instant receivedAt;
        private UUID id = Ids.next();
        private Instant time;
        private EventSeverity severity = EventSeverity.INFO;
        private EventData data = EventData.NONE;
        private List<SubjectRef> subjects = List.of();
        private Map<String, String> labels = Map.of();
        private @Nullable String subject;
        private @Nullable String sourceType;
        private @Nullable String sourceId;
        private @Nullable Trace trace;
        private @Nullable DreamNetForm dreamNet;

        private Builder(Direction direction, String source, String eventId, String type, Instant receivedAt) {
            this.direction = direction;
            this.source = source;
            this.eventId = eventId;
            this.type = type;
            this.receivedAt = receivedAt;
            this.time = receivedAt;
        }

        /// By default a new one.
        public Builder id(UUID value) {
            this.id = value;
            return this;
        }

        /// By default the time of receipt; null leaves it so.
        public Builder time(@Nullable Instant value) {
            this.time = value == null ? receivedAt : value;
            return this;
        }

        /// By default `info`.
        public Builder severity(EventSeverity value) {
            this.severity = value;
            return this;
        }

        /// By default none.
        public Builder data(EventData value) {
            this.data = value;
            return this;
        }

        /// By default none.
        public Builder subjects(Collection<SubjectRef> value) {
            this.subjects = List.copyOf(value);
            return this;
        }

        /// By default none.
        public Builder labels(Map<String, String> value) {
            this.labels = value;
            return this;
        }

        /// By default none.
        public Builder subject(@Nullable String value) {
            this.subject = value;
            return this;
        }

        /// By default neither.
        public Builder source(@Nullable String kind, @Nullable String which) {
            this.sourceType = kind;
            this.sourceId = which;
            return this;
        }

        /// By default none.
        public Builder trace(@Nullable Trace value) {
            this.trace = value;
            return this;
        }

        /// By default nothing.
        public Builder dreamNet(@Nullable DreamNetForm value) {
            this.dreamNet = value;
            return this;
        }

        /// @return the event
        public WormholeEvent build() {
            return new WormholeEvent(id, direction, source, eventId, type, subject, sourceType, sourceId, severity,
                    subjects, labels, data, time, receivedAt, trace, dreamNet, null);
        }
    }
}

package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// A routing rule, checked and ready for use: which events go through it, and what they set in motion.
///
/// @param id its id
/// @param spec what was written, without the id
/// @param enabled whether events go through it, an operator's switch included
/// @param match which events
/// @param action what they set in motion
/// @param managedBy who decides about it
/// @param updatedAt when it was last put; null for what configuration declares
/// @param authors who put it, also what it was before
public record Wormhole(String id, WormholeSpec spec, boolean enabled, Match match, Action action, ManagedBy managedBy,
        @Nullable Instant updatedAt, People authors) {

    /// Which events go through a wormhole; null matches any.
    public record Match(@Nullable Glob sourceType, @Nullable Glob type, @Nullable EventSeverity minSeverity,
            Map<String, Glob> labels) {

        /// @return why an event does not go through, as half a sentence; null where it does
        @Nullable
        String mismatch(WormholeEvent event) {
            if (type != null && !type.matches(event.type())) {
                return "its type '%s' is not %s".formatted(event.type(), type);
            }
            if (sourceType != null && (event.sourceType() == null || !sourceType.matches(event.sourceType()))) {
                return "its source type '%s' is not %s".formatted(event.sourceType(), sourceType);
            }
            if (minSeverity != null && !event.severity().atLeast(minSeverity)) {
                return "its severity %s is below %s".formatted(event.severity().wire(), minSeverity.wire());
            }
            for (Map.Entry<String, Glob> label : labels.entrySet()) {
                String value = event.labels().get(label.getKey());
                if (value == null || !label.getValue().matches(value)) {
                    return "its label %s is %s, not %s".formatted(label.getKey(), value, label.getValue());
                }
            }
            return null;
        }
    }

    /// What a wormhole does with an event.
    public sealed interface Action {

        /// @return its name on the wire
        String wire();

        /// Requests a cycle.
        record Trigger(Mode mode) implements Action {
            @Override
            public String wire() {
                return "trigger";
            }
        }

        /// Makes an issue of the event, for which a task is proposed.
        record Task(String type, List<String> roles, @Nullable Glob resolvedBy) implements Action {
            @Override
            public String wire() {
                return "task";
            }
        }

        /// Sends it on to a sink.
        record Forward(String sink) implements Action {
            @Override
            public String wire() {
                return "forward";
            }
        }

        /// An action without parameters.
        enum Plain implements Action, Wire {
            /// Counts it as a request, and as an error from severity `error` on.
            SIGNAL,
            /// Only keeps it.
            RECORD,
            /// Reports it as the result of a task.
            RESULT,
            /// Records it as a deploy.
            DEPLOY;

            @Override
            public String wire() {
                return Wire.super.wire();
            }
        }
    }

    /// The mode and scope of a requested cycle.
    public enum Mode implements Wire {
        FULL, LIGHT, SCOPED
    }

    /// @param sinks the names of the sinks that there are
    /// @return what is wrong where it forwards to a sink that is not declared, as a message about its `sink`; else null
    @Nullable
    String unknownSink(Collection<String> sinks) {
        return action instanceof Action.Forward(String sink) && !sinks.contains(sink)
                ? "'%s' is no sink; %s".formatted(sink, sinks.isEmpty()
                        ? "there are none (halo.wormhole.sinks[])"
                        : "there are " + String.join(", ", sinks))
                : null;
    }

    Wormhole writtenBy(People people) {
        return new Wormhole(id, spec, enabled, match, action, managedBy, updatedAt, people);
    }

    Wormhole switched(boolean on) {
        return new Wormhole(id, spec, on, match, action, managedBy, updatedAt, authors);
    }
}

package ink.dreamnet.halo.event;

import tools.jackson.databind.node.ObjectNode;

/// What is different of an event in DreamNet's form (`POST /api/events/emit`). It changes nothing of the CloudEvent.
///
/// @param severity its severity there
/// @param payload members of the payload besides those of the data
public record DreamNetForm(EventSeverity severity, ObjectNode payload) {
}

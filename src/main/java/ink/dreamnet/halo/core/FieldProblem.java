package ink.dreamnet.halo.core;

/// What is wrong with one field of an input.
///
/// @param field its path (`endpoints[0].url`)
/// @param message what was given and what is allowed, as one sentence without a full stop
public record FieldProblem(String field, String message) {
}

package ink.dreamnet.halo.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Names one watched thing: `endpoint:checkout`.
///
/// @param kind its kind
/// @param id its id within the kind: 1 to 200 characters, no white space and no control characters
public record SubjectRef(SubjectKind kind, String id) implements Comparable<SubjectRef> {

    /// The longest id that a subject may have, in characters.
    public static final int MAX_ID_LENGTH = 200;

    /// @throws InvalidInputException where the id is not allowed
    @JsonCreator
    public SubjectRef(@JsonProperty("kind") SubjectKind kind, @JsonProperty("id") String id) {
        this.kind = kind;
        this.id = id;
        checkId("subject", id);
    }

    /// Refuses an id that no subject may have.
    ///
    /// @param field the name of the input field, for the error message
    /// @param id what was given
    /// @return the id
    /// @throws InvalidInputException where it is empty, too long, or has white space or control characters
    public static String checkId(String field, String id) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH
                || id.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))
                || !Texts.storable(id)) {
            throw new InvalidInputException(field,
                    "'%s' is not an id: 1 to %d characters without white space or control characters".formatted(
                            id.length() > MAX_ID_LENGTH ? id.substring(0, MAX_ID_LENGTH) + "…" : id, MAX_ID_LENGTH));
        }
        return id;
    }

    /// Reads `kind:id`; the id may itself contain colons.
    ///
    /// @throws InvalidInputException where the text has another form or an unknown kind
    public static SubjectRef parse(String text) {
        return parse("subject", text);
    }

    /// As [#parse(String)], for a field of another name.
    ///
    /// @param field the name of the input field, for the error message
    public static SubjectRef parse(String field, String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new InvalidInputException(field,
                    "'%s' is not of the form kind:id (for example endpoint:checkout)".formatted(text));
        }
        return new SubjectRef(Wire.parse(SubjectKind.class, field, text.substring(0, colon)),
                checkId(field, text.substring(colon + 1)));
    }

    @Override
    public int compareTo(SubjectRef other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : id.compareTo(other.id);
    }

    /// @return `kind:id`
    @Override
    public String toString() {
        return kind.wire() + ":" + id;
    }
}

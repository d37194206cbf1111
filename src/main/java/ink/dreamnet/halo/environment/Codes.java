package ink.dreamnet.halo.environment;

import java.util.List;
import java.util.Set;

/// The codes of the issues of environments.
final class Codes {

    static final String UNREADABLE = "environment.unreadable";
    static final String SCHEMA_INVALID = "environment.schema-invalid";
    static final String MISSING = "environment.missing";
    static final String EMPTY = "environment.empty";
    static final String UNKNOWN = "environment.unknown";
    static final String WRONG_TYPE = "environment.wrong-type";
    static final String DEPRECATED = "environment.deprecated";
    static final String MALFORMED = "environment.malformed";
    static final String DUPLICATE = "environment.duplicate";
    static final String PLACEHOLDER = "environment.placeholder";
    static final String SUSPECT = "environment.suspect";
    static final String DRIFT = "environment.drift";
    static final String NOT_EQUAL = "environment.not-equal";
    static final String NOT_DIFFERENT = "environment.not-different";
    static final String NOT_EVERYWHERE = "environment.not-everywhere";
    static final String WORLD_READABLE = "environment.world-readable";
    static final String COMMITTED = "environment.committed";

    /// In the order in which they are reported.
    static final List<String> ALL = List.of(UNREADABLE, SCHEMA_INVALID, COMMITTED, WORLD_READABLE, NOT_DIFFERENT,
            MISSING,
            EMPTY, PLACEHOLDER, WRONG_TYPE, SUSPECT, NOT_EVERYWHERE, NOT_EQUAL, MALFORMED, DUPLICATE, UNKNOWN,
            DEPRECATED,
            DRIFT);
    /// What cannot be said where a source could not be read: all that hangs on what stands there.
    static final Set<String> OF_SOURCES = Set.of(COMMITTED, WORLD_READABLE, NOT_DIFFERENT, MISSING, EMPTY, PLACEHOLDER,
            WRONG_TYPE, SUSPECT, NOT_EVERYWHERE, NOT_EQUAL, MALFORMED, DUPLICATE, UNKNOWN, DEPRECATED, DRIFT);
    /// What cannot be said where the schema is wrong.
    static final Set<String> OF_SCHEMA = Set.of(COMMITTED, WORLD_READABLE, NOT_DIFFERENT, MISSING, EMPTY, PLACEHOLDER,
            WRONG_TYPE, SUSPECT, NOT_EVERYWHERE, NOT_EQUAL, UNKNOWN, DEPRECATED, DRIFT);

    /// What is said in comparison with other environments.
    static final Set<String> OF_OTHERS = Set.of(NOT_DIFFERENT, NOT_EVERYWHERE, NOT_EQUAL, DRIFT);

    private Codes() {
    }
}

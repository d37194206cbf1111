package ink.dreamnet.halo.environment.schema;

import ink.dreamnet.halo.core.Wire;

/// What a variable's value may be.
public enum ValueType implements Wire {
    /// Anything.
    STRING,
    /// A whole number, within `min` and `max`.
    INTEGER,
    /// `true`, `false`, `1`, `0`, `yes`, `no`, `on` or `off`.
    BOOLEAN,
    /// A scheme, `://`, and something behind it.
    URL,
    /// An address with one `@`.
    EMAIL,
    /// One of `values`.
    ENUM,
    /// What all of `pattern` matches.
    REGEX,
    /// `500ms`, `30s`, `5m`, `24h`, `30d`, ISO-8601, or a number.
    DURATION,
    /// 1 to 65,535.
    PORT
}

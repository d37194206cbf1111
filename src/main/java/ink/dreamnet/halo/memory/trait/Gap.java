package ink.dreamnet.halo.memory.trait;

import org.jspecify.annotations.Nullable;

/// A time in which an analyzer, or HALO as a whole, observed nothing. One row for all subjects of it.
///
/// @param analyzer its name, or [#HALO]
/// @param fromMs its last observation before
/// @param foundMs when the gap was found: nothing that was computed before knows it
/// @param untilMs its first observation after; null while it lasts
record Gap(String analyzer, long fromMs, long foundMs, @Nullable Long untilMs) {

    /// Stands for all analyzers.
    static final String HALO = "*";
}

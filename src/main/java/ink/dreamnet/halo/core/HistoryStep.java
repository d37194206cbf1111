package ink.dreamnet.halo.core;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// One kind of records that are removed when they are old. Each room has beans of this for what it keeps; every night they are called one
/// after the other, in the order of their `@Order`: what refers to something goes before that.
///
/// A few records at a time are found and removed in one transaction, so that one that is cut off can be done again.
public interface HistoryStep {

    /// @return what it removes, in the plural, for the log and for [HistoryHold]
    String what();

    /// Finds records that are old enough, and locks them where they may still change. It must not read the young ones.
    ///
    /// @param after the last id that it answered in this night, null at the beginning
    /// @param most how many at most; it is called again until it finds fewer
    /// @return their ids, in an order in which they can be found further from the last one
    List<UUID> old(Instant now, @Nullable UUID after, int most);

    /// Removes records that [#old] has just found, with all that belongs to them.
    void remove(List<UUID> ids);
}

package ink.dreamnet.halo.registry.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// What a pulled list changes in what is known.
///
/// @param added what was not known
/// @param relisted what was listed before, was missing from the list then, and is listed again
/// @param changed what was listed before and is different now
/// @param delisted the ids of what was listed before and is not listed any more
public record ListChanges<D>(List<D> added, List<D> relisted, List<D> changed, List<String> delisted) {

    /// Compares a list with what is known.
    ///
    /// @param known what is known by its id
    /// @param listed what is listed by its id
    /// @param gone tells of what is known whether it was missing from the last list
    /// @param same tells whether what is known is as it is listed
    public static <D> ListChanges<D> of(Map<String, D> known, Map<String, D> listed, Predicate<D> gone,
            BiPredicate<D, D> same) {
        ListChanges<D> changes = new ListChanges<>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>());
        listed.forEach((id, now) -> {
            D before = known.get(id);
            if (before == null) {
                changes.added.add(now);
            } else if (gone.test(before)) {
                changes.relisted.add(now);
            } else if (!same.test(before, now)) {
                changes.changed.add(now);
            }
        });
        known.forEach((id, before) -> {
            if (!listed.containsKey(id) && !gone.test(before)) {
                changes.delisted.add(id);
            }
        });
        return changes;
    }
}

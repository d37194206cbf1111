package ink.dreamnet.halo.report;

import java.util.List;

/// A list that may be too long to be shown whole.
///
/// @param entries those that are shown
/// @param more how many are left out, at least
public record Excerpt<T>(List<T> entries, long more) {

    /// Copies the list.
    public Excerpt {
        entries = List.copyOf(entries);
    }

    /// @return the first of them, at most so many
    static <T> Excerpt<T> first(List<T> all, int most) {
        return new Excerpt<>(all.subList(0, Math.min(most, all.size())), Math.max(0, all.size() - most));
    }

    /// @return the last of them, at most so many
    static <T> Excerpt<T> last(List<T> all, int most) {
        return new Excerpt<>(all.subList(Math.max(0, all.size() - most), all.size()), Math.max(0, all.size() - most));
    }
}

package ink.dreamnet.halo.core;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param items the entries, in the list's order
/// @param next what to pass as `before` to get the page after this one; null where this is the last
public record Page<T>(List<T> items, @Nullable String next) {

    /// Makes a page from up to `limit + 1` entries: the one too many only says that there is more.
    ///
    /// @param fetched up to `query.limit() + 1` entries
    /// @param id reads an entry's id
    public static <T> Page<T> of(List<T> fetched, PageQuery query, Function<T, String> id) {
        if (fetched.size() <= query.limit()) {
            return new Page<>(List.copyOf(fetched), null);
        }
        List<T> items = List.copyOf(fetched.subList(0, query.limit()));
        return new Page<>(items, id.apply(items.getLast()));
    }

    /// @return the same page with each entry converted
    public <R> Page<R> map(Function<? super T, ? extends R> convert) {
        return new Page<>(items.stream().<R>map(convert).toList(), next);
    }
}

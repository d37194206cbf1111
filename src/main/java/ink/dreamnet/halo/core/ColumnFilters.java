package ink.dreamnet.halo.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/// The filters of a list that has an index for each of them and for each two: the first two that are given choose the index that is walked
/// ([NewestFirst]), the others are compared with each row on the way. So they are added in the order of how much they tell apart. A subject
/// chooses alone: one has few rows.
public final class ColumnFilters {

    private final Map<String, Object> leading = new LinkedHashMap<>();
    private final Map<String, Object> others = new LinkedHashMap<>();
    /// How many more filters may choose the index.
    private int more = 2;

    /// @param value null for no filter
    public ColumnFilters with(String column, @Nullable Object value) {
        if (value != null) {
            (more > 0 ? leading : others).put(column, value);
            more--;
        }
        return this;
    }

    /// As [#with(String, Object)], for the two columns of a subject, which comes before all others.
    public ColumnFilters with(@Nullable SubjectRef subject) {
        if (subject != null) {
            leading.put("subject_kind", subject.kind().name());
            leading.put("subject_id", subject.id());
            more = 0;
        }
        return this;
    }

    /// @return the columns that the index begins with, and their values; none where there is no filter
    public Map<String, Object> leading() {
        return leading;
    }

    /// @param compare takes the columns that are compared, and their values
    public void others(BiConsumer<String, Object> compare) {
        others.forEach(compare);
    }
}

package ink.dreamnet.halo.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/// The filters of a list of which there are several indexes: the first that is given chooses the index that is walked ([NewestFirst]), the
/// others are compared with each row on the way. So they are added in the order of how much they tell apart.
public final class ColumnFilters {

    private final List<Map<String, Object>> filters = new ArrayList<>();

    /// @param value null for no filter
    public ColumnFilters with(String column, @Nullable Object value) {
        if (value != null) {
            filters.add(Map.of(column, value));
        }
        return this;
    }

    /// As [#with(String, Object)], for the two columns of a subject.
    public ColumnFilters with(@Nullable SubjectRef subject) {
        if (subject != null) {
            Map<String, Object> columns = new LinkedHashMap<>();
            columns.put("subject_kind", subject.kind().name());
            columns.put("subject_id", subject.id());
            filters.add(columns);
        }
        return this;
    }

    /// @return the columns that the index begins with, and their values; none where there is no filter
    public Map<String, Object> leading() {
        return filters.isEmpty() ? Map.of() : filters.getFirst();
    }

    /// @param compare takes the columns that are compared, and their values
    public void others(BiConsumer<String, Object> compare) {
        filters.stream().skip(1).forEach(filter -> filter.forEach(compare));
    }
}

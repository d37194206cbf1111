package ink.dreamnet.halo.console.layout;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A line chart, as `console.js` draws it.
///
/// @param x the times, in seconds since 1970, rising
/// @param series the lines
/// @param unit what stands behind the numbers; null for nothing
/// @param marks horizontal lines, such as a threshold
public record Chart(List<Long> x, List<Series> series, @Nullable String unit, List<Mark> marks) {

    /// One line.
    ///
    /// @param values one for each time; null where there is none
    public record Series(String label, List<@Nullable Double> values) {
    }

    /// A horizontal line.
    public record Mark(double y, String label) {
    }

    /// @return a chart without lines
    public static Chart of(List<Long> x) {
        return new Chart(x, List.of(), null, List.of());
    }

    /// @return the chart with a line more
    public Chart with(String label, List<@Nullable Double> values) {
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(label, values));
        return new Chart(x, more, unit, marks);
    }

    /// @return the chart with a mark more
    public Chart marked(double y, String label) {
        List<Mark> more = new ArrayList<>(marks);
        more.add(new Mark(y, label));
        return new Chart(x, series, unit, more);
    }
}

package ink.dreamnet.halo.console.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ink.dreamnet.halo.subject.SubjectStatus;

/// What the last checks of a subject found, as a strip of bars: the worse, the higher, so that it is read without colours as well.
///
/// @param runs equal checks beside each other, the newest at the right end
/// @param text the same in words
public record Strip(List<Run> runs, String text) {

    private static final Map<String, Bar> BARS = bars();

    /// Equal checks beside each other.
    ///
    /// @param letter what they found, as `recentChecks` of the API has it
    /// @param x where they begin
    /// @param width how many there are
    /// @param height how high the bar is, of 10
    public record Run(String letter, int x, int width, int height) {

        /// @return where the bar begins, from the top
        public int y() {
            return FULL - height;
        }
    }

    private record Bar(int height, String word) {
    }

    private static final int FULL = 10;

    private static Map<String, Bar> bars() {
        Map<String, Bar> bars = new LinkedHashMap<>();
        bars.put("c", new Bar(10, "critical"));
        bars.put("h", new Bar(8, "high"));
        bars.put("m", new Bar(6, "medium"));
        bars.put("x", new Bar(10, "not observed"));
        bars.put("s", new Bar(5, "silenced"));
        bars.put("w", new Bar(5, "in maintenance"));
        bars.put("p", new Bar(2, "paused"));
        bars.put("u", new Bar(3, "up"));
        return bars;
    }

    /// @param checks a letter each, the newest last
    public static Strip of(String checks) {
        List<Run> runs = new ArrayList<>();
        int first = SubjectStatus.CHECKS - Math.min(SubjectStatus.CHECKS, checks.length());
        String shown = checks.substring(Math.max(0, checks.length() - SubjectStatus.CHECKS));
        for (int i = 0; i < shown.length();) {
            int end = i;
            while (end < shown.length() && shown.charAt(end) == shown.charAt(i)) {
                end++;
            }
            String letter = shown.substring(i, i + 1);
            Bar bar = BARS.get(letter);
            if (bar != null) {
                runs.add(new Run(letter, first + i, end - i, bar.height()));
            }
            i = end;
        }
        return new Strip(List.copyOf(runs), words(runs, shown.length()));
    }

    private static String words(List<Run> runs, int checks) {
        if (checks == 0) {
            return "Not checked yet";
        }
        Map<String, Integer> found = runs.stream()
                .collect(Collectors.toMap(Run::letter, Run::width, Integer::sum));
        return "The last %d %s: ".formatted(checks, checks == 1 ? "check" : "checks") + BARS.entrySet().stream()
                .filter(bar -> found.containsKey(bar.getKey()))
                .map(bar -> found.get(bar.getKey()) + " " + bar.getValue().word()).collect(Collectors.joining(", "));
    }
}

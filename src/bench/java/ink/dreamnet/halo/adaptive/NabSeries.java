package ink.dreamnet.halo.adaptive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A labelled series of the Numenta Anomaly Benchmark.
///
/// @param name its folder and file
/// @param at the times, in milliseconds since 1970, as recorded: some doubled or backward
/// @param value the values
/// @param windows the first and the last index of each labelled window, in the order of time
record NabSeries(String name, long[] at, double[] value, List<int[]> windows) {

    /// @param root a folder with `windows.json`, and the series below it
    static List<NabSeries> read(Path root) throws IOException {
        JsonNode labels = JsonMapper.builder().build().readTree(root.resolve("windows.json"));
        Map<String, NabSeries> all = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : labels.properties()) {
            Path file = root.resolve(entry.getKey());
            if (Files.exists(file)) {
                all.put(entry.getKey(), read(entry.getKey(), Files.readAllLines(file), entry.getValue()));
            }
        }
        return List.copyOf(all.values());
    }

    private static NabSeries read(String name, List<String> lines, JsonNode labels) {
        int size = lines.size() - 1;
        long[] at = new long[size];
        double[] value = new double[size];
        List<String> times = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String[] cells = lines.get(i + 1).split(",");
            times.add(cells[0]);
            at[i] = LocalDateTime.parse(cells[0].replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli();
            value[i] = Double.parseDouble(cells[1]);
        }
        List<int[]> windows = new ArrayList<>();
        for (JsonNode window : labels) {
            windows.add(new int[]{times.indexOf(time(window, 0)), times.indexOf(time(window, 1))});
        }
        return new NabSeries(name, at, value, windows);
    }

    private static String time(JsonNode window, int end) {
        return window.get(end).stringValue().substring(0, "2015-01-01 00:00:00".length());
    }
}

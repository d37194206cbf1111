package ink.dreamnet.halo.configuration;

import java.util.ArrayList;
import java.util.List;

/// A property's name, taken apart: `halo.labels[a.b].c` has the elements `halo`, `labels`, `a.b` and `c`.
///
/// @param written the name as its source has it
/// @param elements its elements, without brackets
/// @param starts where each begins in what is written, at its bracket where it has one
record PropertyPath(String written, List<String> elements, List<Integer> starts) {

    static PropertyPath of(String written) {
        List<String> elements = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        while (at < written.length()) {
            boolean bracket = written.charAt(at) == '[';
            int end = bracket ? closing(written, at) : plainEnd(written, at);
            if (bracket || end > at) {
                elements.add(written.substring(bracket ? at + 1 : at, end));
                starts.add(at);
            }
            at = bracket || end < written.length() && written.charAt(end) == '.' ? end + 1 : end;
        }
        return new PropertyPath(written, elements, starts);
    }

    private static int plainEnd(String written, int from) {
        for (int i = from; i < written.length(); i++) {
            if (written.charAt(i) == '.' || written.charAt(i) == '[') {
                return i;
            }
        }
        return written.length();
    }

    private static int closing(String written, int from) {
        int end = written.indexOf(']', from);
        return end < 0 ? written.length() : end;
    }

    int size() {
        return elements.size();
    }

    String element(int index) {
        return elements.get(index);
    }

    /// @return what is written up to an element, without the dot before it
    String before(int index) {
        String before = index < size() ? written.substring(0, starts.get(index)) : written;
        return before.endsWith(".") ? before.substring(0, before.length() - 1) : before;
    }

    /// @return what is written from an element on
    String from(int index) {
        return written.substring(starts.get(index));
    }
}

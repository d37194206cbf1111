package ink.dreamnet.halo.resonance.pattern;

import java.util.Arrays;

/// The latest values of a series, up to a number of them.
final class Ring {

    private static final int FIRST = 8;

    private final int most;
    private double[] values = new double[FIRST];
    private int size;
    private int next;

    /// @param most how many are held at most
    Ring(int most) {
        this.most = most;
    }

    void add(double value) {
        if (size == values.length && values.length < most) {
            values = Arrays.copyOf(values, Math.min(most, 2 * values.length));
        }
        next = next % values.length;
        values[next++] = value;
        size = Math.min(size + 1, values.length);
    }

    void clear() {
        size = 0;
        next = 0;
    }

    int size() {
        return size;
    }

    /// @return how many are at most as large
    int atMost(double value) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += values[i] <= value ? 1 : 0;
        }
        return count;
    }

    /// @return how many are at least as large
    int atLeast(double value) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += values[i] >= value ? 1 : 0;
        }
        return count;
    }

    /// @return the values, the oldest first
    double[] toArray() {
        double[] result = new double[size];
        int oldest = size < most || size < values.length ? 0 : next % values.length;
        for (int i = 0; i < size; i++) {
            result[i] = values[(oldest + i) % values.length];
        }
        return result;
    }
}

package ink.dreamnet.halo.adaptive;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// The last values of something, and their mean.
final class Window {

    private final float[] values;
    private int taken;

    Window(int span) {
        this(new float[span]);
    }

    private Window(float[] values) {
        this.values = values;
    }

    void add(double value) {
        values[taken % values.length] = (float) value;
        taken = taken + 1 < 2 * values.length ? taken + 1 : values.length;
    }

    /// @return NaN until it is full
    double mean() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return taken < values.length ? Double.NaN : sum / values.length;
    }

    void clear() {
        Arrays.fill(values, 0);
        taken = 0;
    }

    void write(DataOutput out) throws IOException {
        Numbers.write(out, values);
        out.writeInt(taken);
    }

    static Window read(DataInput in) throws IOException {
        Window window = new Window(Numbers.read(in));
        window.taken = Math.clamp(in.readInt(), 0, 2 * window.values.length);
        return window;
    }
}

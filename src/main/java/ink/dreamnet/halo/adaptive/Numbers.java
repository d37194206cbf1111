package ink.dreamnet.halo.adaptive;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Writes arrays of numbers, and reads them again.
final class Numbers {

    private static final int MOST = 100_000;

    private Numbers() {
    }

    static void write(DataOutput out, float[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (float number : numbers) {
            out.writeFloat(number);
        }
    }

    /// @throws IllegalArgumentException where they are garbled
    static float[] read(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 1 || length > MOST) {
            throw new IllegalArgumentException("it is garbled");
        }
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = in.readFloat();
        }
        return numbers;
    }
}

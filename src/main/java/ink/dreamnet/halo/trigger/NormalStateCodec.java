package ink.dreamnet.halo.trigger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Writes what is known of a series as text, and reads it again.
final class NormalStateCodec {

    private static final int VERSION = 1;
    private static final int MOST = 100_000;

    private NormalStateCodec() {
    }

    static String write(NormalState s) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(VERSION);
            for (long number : new long[]{s.firstAt, s.lastAt, s.samples, s.whole ? 1 : 0, s.sinceGap, s.episode,
                    s.back,
                    s.recentCount, s.ringSize}) {
                out.writeLong(number);
            }
            for (double number : new double[]{s.interval, s.level, s.trend, s.fast, s.recentMean}) {
                out.writeDouble(number);
            }
            for (double[] numbers : new double[][]{s.ring, s.differences, s.levels, s.faults}) {
                for (double number : numbers) {
                    out.writeDouble(number);
                }
            }
            out.writeInt(s.pending.size());
            for (NormalState.Sample sample : s.pending) {
                out.writeLong(sample.at());
                out.writeDouble(sample.value());
            }
            for (Rhythm rhythm : new Rhythm[]{s.week, s.day}) {
                write(out, rhythm.means());
                write(out, rhythm.weights());
                out.writeDouble(rhythm.seen());
                out.writeDouble(rhythm.usual());
            }
            write(out, s.noise.factors());
            write(out, s.noise.weights());
            write(out, s.silence.counts());
            out.writeInt(s.silence.run());
            out.writeDouble(s.silence.surprise());
            out.writeInt(s.silence.begunAt());
            for (TailLimit tail : s.tails) {
                write(out, tail.bins());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /// @throws IllegalArgumentException where the text is not one that this version wrote
    static NormalState read(String text) {
        NormalState s = new NormalState();
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(
                Base64.getDecoder().decode(text))))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("it is of another version");
            }
            s.firstAt = in.readLong();
            s.lastAt = in.readLong();
            s.samples = in.readLong();
            s.whole = in.readLong() == 1;
            s.sinceGap = (int) in.readLong();
            s.episode = (int) in.readLong();
            s.back = (int) in.readLong();
            s.recentCount = (int) in.readLong();
            s.ringSize = (int) in.readLong();
            s.interval = in.readDouble();
            s.level = in.readDouble();
            s.trend = in.readDouble();
            s.fast = in.readDouble();
            s.recentMean = in.readDouble();
            for (double[] numbers : new double[][]{s.ring, s.differences, s.levels, s.faults}) {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = in.readDouble();
                }
            }
            for (int left = in.readInt(); left > 0; left--) {
                s.pending.add(new NormalState.Sample(in.readLong(), in.readDouble()));
            }
            s.week = new Rhythm(7 * NormalState.DAY, floats(in), floats(in), in.readDouble(), in.readDouble());
            s.day = new Rhythm(NormalState.DAY, floats(in), floats(in), in.readDouble(), in.readDouble());
            s.noise = new NoiseScale(floats(in), floats(in));
            s.silence = new Silence(floats(in), in.readInt(), in.readDouble(), in.readInt());
            for (int i = 0; i < s.tails.length; i++) {
                s.tails[i] = new TailLimit(floats(in));
            }
            return s;
        } catch (IOException broken) {
            throw new IllegalArgumentException("it is cut off", broken);
        }
    }

    private static void write(DataOutputStream out, float[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (float number : numbers) {
            out.writeFloat(number);
        }
    }

    private static float[] floats(DataInputStream in) throws IOException {
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

package ink.dreamnet.halo.adaptive;

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

    private static final int VERSION = 2;
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
            for (double fault : s.faults) {
                out.writeDouble(fault);
            }
            for (int i = 0; i < s.ringSize; i++) {
                write(out, s.ring[i]);
                NormalState.Anchor anchor = s.anchors[i];
                for (double number : new double[]{anchor.weekRatio(), anchor.dayRatio(), anchor.level(), anchor.trend(),
                        anchor.fast()}) {
                    out.writeDouble(number);
                }
            }
            out.writeInt(s.unsettled.size());
            for (NormalState.Unsettled sample : s.unsettled) {
                write(out, new NormalState.Sample(sample.at(), sample.value()));
                out.writeDouble(sample.expected());
                out.writeInt(sample.views().length);
                for (double view : sample.views()) {
                    out.writeDouble(view);
                }
            }
            out.writeInt(s.pending.size());
            for (NormalState.Sample sample : s.pending) {
                write(out, sample);
            }
            for (Rhythm rhythm : new Rhythm[]{s.week, s.day}) {
                write(out, rhythm.means());
                write(out, rhythm.weights());
                out.writeDouble(rhythm.seen());
                out.writeDouble(rhythm.usual());
            }
            out.writeDouble(s.noise.unit());
            write(out, s.noise.factors());
            write(out, s.noise.weights());
            for (Excursions excursions : new Excursions[]{s.weekly, s.daily}) {
                write(out, excursions.most());
                write(out, excursions.least());
                out.writeInt(excursions.slot());
                out.writeInt(excursions.before());
                for (double number : excursions.last()) {
                    out.writeDouble(number);
                }
            }
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
            for (int i = 0; i < s.faults.length; i++) {
                s.faults[i] = in.readDouble();
            }
            for (int i = 0; i < s.ringSize; i++) {
                s.ring[i] = sample(in);
                s.anchors[i] = new NormalState.Anchor(in.readDouble(), in.readDouble(), in.readDouble(),
                        in.readDouble(),
                        in.readDouble());
            }
            for (int left = in.readInt(); left > 0; left--) {
                NormalState.Sample sample = sample(in);
                double expected = in.readDouble();
                double[] views = new double[Math.clamp(in.readInt(), 0, s.tails.length)];
                for (int i = 0; i < views.length; i++) {
                    views[i] = in.readDouble();
                }
                s.unsettled.add(new NormalState.Unsettled(sample.at(), sample.value(), expected, views));
            }
            for (int left = in.readInt(); left > 0; left--) {
                s.pending.add(sample(in));
            }
            s.week = new Rhythm(7 * NormalState.DAY, floats(in), floats(in), in.readDouble(), in.readDouble());
            s.day = new Rhythm(NormalState.DAY, floats(in), floats(in), in.readDouble(), in.readDouble());
            s.noise = new NoiseScale(in.readDouble(), floats(in), floats(in));
            s.weekly = excursions(7 * NormalState.DAY, in);
            s.daily = excursions(NormalState.DAY, in);
            s.silence = new ZeroRun(floats(in), in.readInt(), in.readDouble(), in.readInt());
            for (int i = 0; i < s.tails.length; i++) {
                s.tails[i] = new TailLimit(floats(in));
            }
            return s;
        } catch (IOException broken) {
            throw new IllegalArgumentException("it is cut off", broken);
        }
    }

    private static void write(DataOutputStream out, NormalState.Sample sample) throws IOException {
        out.writeLong(sample.at());
        out.writeDouble(sample.value());
    }

    private static NormalState.Sample sample(DataInputStream in) throws IOException {
        return new NormalState.Sample(in.readLong(), in.readDouble());
    }

    private static Excursions excursions(long periodMs, DataInputStream in) throws IOException {
        return new Excursions(periodMs, floats(in), floats(in), in.readInt(), in.readInt(),
                new double[]{in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()});
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

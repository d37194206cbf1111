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

    private static final int VERSION = 3;

    private NormalStateCodec() {
    }

    static String write(NormalState s) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(VERSION);
            for (long number : new long[]{s.firstAt, s.lastAt, s.samples, s.whole ? 1 : 0, s.positive ? 1 : 0,
                    s.episode, s.back,
                    s.quietUntil}) {
                out.writeLong(number);
            }
            for (double number : new double[]{s.interval, s.first, s.level, s.reference, s.spread, s.correction,
                    s.candidate,
                    s.restlessness, s.previous,
                    s.fired}) {
                out.writeDouble(number);
            }
            s.noise.write(out);
            s.day.write(out);
            s.week.write(out);
            for (View view : View.values()) {
                s.windows[view.ordinal()].write(out);
                s.above[view.ordinal()].write(out);
                s.below[view.ordinal()].write(out);
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
            s.positive = in.readLong() == 1;
            s.episode = (int) in.readLong();
            s.back = (int) in.readLong();
            s.quietUntil = in.readLong();
            s.interval = in.readDouble();
            s.first = in.readDouble();
            s.level = in.readDouble();
            s.reference = in.readDouble();
            s.spread = in.readDouble();
            s.correction = in.readDouble();
            s.candidate = in.readDouble();
            s.restlessness = in.readDouble();
            s.previous = in.readDouble();
            s.fired = in.readDouble();
            s.noise = NoiseScale.read(in);
            s.day = Rhythm.read(in);
            s.week = Rhythm.read(in);
            for (View view : View.values()) {
                s.windows[view.ordinal()] = Window.read(in);
                s.above[view.ordinal()] = Peaks.read(in);
                s.below[view.ordinal()] = Peaks.read(in);
            }
            return s;
        } catch (IOException broken) {
            throw new IllegalArgumentException("it is cut off", broken);
        }
    }
}

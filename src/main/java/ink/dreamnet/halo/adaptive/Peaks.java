package ink.dreamnet.halo.adaptive;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Learns from which size on a statistic is rare for its series, from the greatest that each hour had. The limit is the second
/// greatest of late, extrapolated by the tail's own index (Hill, *A Simple General Approach to Inference About the Tail of a
/// Distribution*, 1975) to the chance asked for: peaks over blocks, weighted by age, as a conformal quantile that forgets. One
/// event does not hide the next; what comes a third time is normal. O(1) a sample, O([#MOST]) once an hour.
final class Peaks {

    static final long BLOCK_MS = 3_600_000;

    /// After so long a peak counts half.
    private static final double HALF_LIFE_MS = 14 * 86_400_000.0;
    /// The limit starts from the least peak that is among so many of the greatest.
    private static final double RANK = 1.5;
    /// The tail's index is that of so many of the greatest, or of a third of all.
    private static final double TAIL = 20;
    /// A tail heavier than that of normal noise is not followed further: in real series it is made of anomalies.
    private static final double HEAVIEST = 0.06;
    /// Some peaks are higher than any before by so little.
    private static final double LEAST_MARGIN = 1.1;
    private static final int MOST = 48;

    private final double[] size = new double[MOST + 1];
    private final double[] weight = new double[MOST + 1];
    private int kept;
    private double blocks;
    private long block = Long.MIN_VALUE;
    private double current;
    private boolean fitted;
    private double rare;
    private double margin;

    /// Takes the statistic of a sample.
    ///
    /// @param at its time, in milliseconds since 1970
    /// @param statistic 0 or more
    /// @param same whether it belongs to the hour before, as what goes on does
    void learn(long at, double statistic, boolean same) {
        long here = Math.floorDiv(at, BLOCK_MS);
        if (here != block && !same) {
            if (block != Long.MIN_VALUE) {
                age(Math.pow(0.5, (here - block) * BLOCK_MS / HALF_LIFE_MS));
                insert(current);
                blocks++;
                fitted = false;
            }
            block = here;
            current = 0;
        }
        current = Math.max(current, statistic);
    }

    private void age(double factor) {
        for (int i = 0; i < kept; i++) {
            weight[i] *= factor;
        }
        blocks *= factor;
    }

    private void insert(double peak) {
        if (peak <= 0) {
            return;
        }
        int place = kept;
        while (place > 0 && size[place - 1] < peak) {
            place--;
        }
        System.arraycopy(size, place, size, place + 1, kept - place);
        System.arraycopy(weight, place, weight, place + 1, kept - place);
        size[place] = peak;
        weight[place] = 1;
        kept++;
        if (kept > MOST) {
            shorten();
        }
    }

    /// Makes one of two neighbours that weigh less than a new one, or else drops the least: so the greatest that weigh
    /// [#TAIL] together are always there.
    private void shorten() {
        int lightest = 0;
        for (int i = 1; i + 1 < kept; i++) {
            lightest = weight[i] + weight[i + 1] < weight[lightest] + weight[lightest + 1] ? i : lightest;
        }
        double both = weight[lightest] + weight[lightest + 1];
        kept--;
        if (both < 1) {
            size[lightest] = (weight[lightest] * size[lightest] + weight[lightest + 1] * size[lightest + 1]) / both;
            weight[lightest] = both;
            System.arraycopy(size, lightest + 2, size, lightest + 1, kept - lightest - 1);
            System.arraycopy(weight, lightest + 2, weight, lightest + 1, kept - lightest - 1);
        }
    }

    /// @param chance how likely an hour may exceed the limit by chance
    double limit(double chance) {
        if (!fitted) {
            fitted = true;
            double further = RANK / (chance * Math.max(1, blocks));
            margin = Math.max(LEAST_MARGIN, Math.pow(Math.max(1, further), Math.min(HEAVIEST, index())));
            rare = rare();
        }
        return Math.max(current, rare) * margin;
    }

    private double rare() {
        double among = 0;
        for (int i = 0; i < kept; i++) {
            among += weight[i];
            if (among >= RANK) {
                return size[i];
            }
        }
        return 0;
    }

    /// Hill's estimate, 0 for a bounded tail.
    private double index() {
        double want = Math.min(TAIL, blocks / 3);
        double among = 0;
        double logs = 0;
        int last = 0;
        for (int i = 0; i < kept && among < want; i++) {
            among += weight[i];
            logs += weight[i] * Math.log(size[i]);
            last = i;
        }
        return among <= 1 ? HEAVIEST : (logs - among * Math.log(size[last])) / (among - 1);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(block);
        out.writeDouble(current);
        out.writeDouble(blocks);
        out.writeByte(kept);
        for (int i = 0; i < kept; i++) {
            out.writeDouble(size[i]);
            out.writeDouble(weight[i]);
        }
    }

    /// @throws IllegalArgumentException where it is garbled
    static Peaks read(DataInput in) throws IOException {
        Peaks peaks = new Peaks();
        peaks.block = in.readLong();
        peaks.current = in.readDouble();
        peaks.blocks = in.readDouble();
        peaks.kept = in.readByte();
        if (peaks.kept < 0 || peaks.kept > MOST) {
            throw new IllegalArgumentException("it is garbled");
        }
        for (int i = 0; i < peaks.kept; i++) {
            peaks.size[i] = in.readDouble();
            peaks.weight[i] = in.readDouble();
        }
        return peaks;
    }
}

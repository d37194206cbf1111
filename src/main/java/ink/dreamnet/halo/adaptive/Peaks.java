package ink.dreamnet.halo.adaptive;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Learns from which size on a statistic is rare for its series, from the greatest of each hour, or of each day. The limit
/// starts at the second greatest of late and is extrapolated by the index of the tail (Hill, *A Simple General Approach to
/// Inference About the Tail of a Distribution*, 1975) to the chance asked for: peaks over blocks, declustered by runs, with
/// weights that fade. One event does not hide the next; what came twice is normal the third time. O(1) a sample,
/// O([#MOST]) a block.
final class Peaks {

    static final long HOUR_MS = 3_600_000;
    static final long DAY_MS = 24 * HOUR_MS;

    /// After so long a peak counts half; in a young series after twice its age, as it began by knowing nothing.
    private static final double HALF_LIFE_MS = 14 * (double) DAY_MS;
    private static final long AGES = 2;
    /// The limit starts from the least peak whose greater ones weigh so much together with it.
    private static final double RANK = 1.5;
    /// The index of the tail is that of the greatest that weigh so much, or of a third of all.
    private static final double TAIL = 20;
    /// A tail heavier than this is not followed further: in real series it is made of anomalies.
    private static final double HEAVIEST_OF_HOURS = 0.06;
    private static final double HEAVIEST_OF_DAYS = 0.2;
    private static final double LEAST_MARGIN = 1.1;
    /// Nothing is rare before so many hours are known.
    private static final int LEAST_HOURS = 12;
    private static final int MOST = 48;

    private final long blockMs;
    private final double[] size = new double[MOST + 1];
    private final double[] weight = new double[MOST + 1];
    private int kept;
    private double blocks;
    private long block = Long.MIN_VALUE;
    private double current;
    private boolean beyond;
    private double fittedFor = Double.NaN;
    private double rare;
    private double margin = 1;

    /// @param blockMs of how long the greatest is taken: an hour, or a day for what changes gradually
    Peaks(long blockMs) {
        this.blockMs = blockMs;
    }

    long blockMs() {
        return blockMs;
    }

    /// Takes the statistic of a sample. While it stays beyond the limit, that is one peak.
    ///
    /// @param at its time, in milliseconds since 1970
    /// @param statistic 0 or more
    /// @param ageMs how old the series is
    void learn(long at, double statistic, long ageMs) {
        long here = Math.floorDiv(at, blockMs);
        boolean wasBeyond = beyond;
        beyond = rare > 0 && statistic >= rare * margin;
        if (here != block && !(beyond && wasBeyond)) {
            if (block != Long.MIN_VALUE) {
                double halfLife = Math.min(HALF_LIFE_MS, Math.max(blockMs, AGES * (double) ageMs));
                fade(Math.pow(0.5, (here - block) * blockMs / halfLife));
                insert(current);
                blocks++;
                fittedFor = Double.NaN;
            }
            block = here;
            current = 0;
        }
        current = Math.max(current, statistic);
    }

    /// @param chance how likely a block may exceed the limit by chance, 0 to 1
    /// @return the limit, 0 where nothing was ever seen
    double limit(double chance) {
        if (fittedFor != chance) {
            fittedFor = chance;
            double further = Math.max(1, RANK / (chance * Math.max(1, blocks)));
            double heaviest = gradual() ? HEAVIEST_OF_DAYS : HEAVIEST_OF_HOURS;
            margin = Math.max(LEAST_MARGIN, Math.pow(further, Math.min(heaviest, index())));
            rare = rare();
        }
        if (blocks * blockMs < LEAST_HOURS * HOUR_MS || gradual() && rare == 0) {
            return Double.MAX_VALUE;
        }
        // what changes gradually is never much above what it was in this block
        return (gradual() ? rare : Math.max(current, rare)) * margin;
    }

    private boolean gradual() {
        return blockMs > HOUR_MS;
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
        return among <= 1 ? HEAVIEST_OF_DAYS : (logs - among * Math.log(size[last])) / (among - 1);
    }

    private void fade(double factor) {
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

    /// Makes one of two neighbours that together weigh less than a new one, or else drops the least: so the greatest that weigh
    /// [#TAIL] are always there.
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

    void write(DataOutput out) throws IOException {
        out.writeLong(blockMs);
        out.writeLong(block);
        out.writeDouble(current);
        out.writeDouble(blocks);
        out.writeDouble(rare);
        out.writeDouble(margin);
        out.writeBoolean(beyond);
        out.writeByte(kept);
        for (int i = 0; i < kept; i++) {
            out.writeDouble(size[i]);
            out.writeDouble(weight[i]);
        }
    }

    /// @throws IllegalArgumentException where it is garbled
    static Peaks read(DataInput in) throws IOException {
        long blockMs = in.readLong();
        if (blockMs != HOUR_MS && blockMs != DAY_MS) {
            throw new IllegalArgumentException("it is garbled");
        }
        Peaks peaks = new Peaks(blockMs);
        peaks.block = in.readLong();
        peaks.current = in.readDouble();
        peaks.blocks = in.readDouble();
        peaks.rare = in.readDouble();
        peaks.margin = in.readDouble();
        peaks.beyond = in.readBoolean();
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

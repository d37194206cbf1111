package ink.dreamnet.halo.resonance.pattern;
import java.util.*;
final class Probe0 {
    static void show(String what, long seed, List<Patterns.Raised> r, long tests) {
        TreeMap<String, String> m = new TreeMap<>();
        for (var x : r)
            m.merge(x.finding().pattern() + x.finding().subjects(),
                    String.format("@%.0fd", (x.firstMs() - World.START) / 864e5), (a, b) -> a + "," + b);
        System.out.println(what + " " + seed + " " + m);
    }
    public static void main(String[] a) {
        long DAY = Spans.DAY_MS;
        for (long seed = 1; seed <= 5; seed++) {
            World w = new World(seed);
            for (int i = 0; i < 8; i++)
                w.independent(200, 5);
            show("null200d", seed, w.raised(200, World.Extras.NONE), 0);
            World w1 = new World(seed);
            int s = w1.subject();
            for (int i = 0; i < 8; i++)
                w1.independent(200, 5);
            w1.renewal(s, 0, 120 * DAY, () -> w1.exponential(8 * DAY), () -> w1.exponential(30 * Spans.MINUTE_MS));
            w1.renewal(s, 120 * DAY, 200 * DAY, () -> w1.exponential(DAY), () -> w1.exponential(30 * Spans.MINUTE_MS));
            show("recur@120", seed, w1.raised(200, World.Extras.NONE), 0);
            World w2 = new World(seed);
            int p = w2.subject(), q = w2.subject();
            for (int i = 0; i < 8; i++)
                w2.independent(200, 5);
            w2.renewal(p, 0, 200 * DAY, () -> w2.exponential(3 * DAY), () -> w2.exponential(60 * Spans.MINUTE_MS));
            World.class.cast(w2);
            for (var o : w2.outages(p))
                if (w2.random.nextDouble() < .8)
                    w2.outage(q, o.from() + (10 + 20 * w2.random.nextDouble()) * Spans.MINUTE_MS,
                            w2.exponential(30 * Spans.MINUTE_MS));
            show("precede", seed, w2.raised(200, World.Extras.NONE), 0);
            for (double jit : new double[]{2, 15, 60}) {
                World w3 = new World(seed);
                int r = w3.subject();
                for (int i = 0; i < 8; i++)
                    w3.independent(200, 5);
                for (int d = 0; d < 200; d++)
                    if (w3.random.nextDouble() < .5)
                        w3.outage(r,
                                d * (double) DAY + 2 * Spans.HOUR_MS + w3.random.nextGaussian() * jit * Spans.MINUTE_MS,
                                20 * Spans.MINUTE_MS);
                show("hour j" + jit, seed, w3.raised(200, World.Extras.NONE), 0);
            }
            World w4 = new World(seed);
            int r = w4.subject();
            for (int i = 0; i < 8; i++)
                w4.independent(200, 5);
            for (int d = 0; d < 200; d++)
                if (d % 7 < 5 && w4.random.nextDouble() < .4)
                    w4.outage(r, d * (double) DAY + (9 + 8 * w4.random.nextDouble()) * Spans.HOUR_MS,
                            20 * Spans.MINUTE_MS);
            show("workhours", seed, w4.raised(200, World.Extras.NONE), 0);
            World w5 = new World(seed);
            r = w5.subject();
            for (int i = 0; i < 8; i++)
                w5.independent(200, 5);
            for (int d = 0; d * 37 < 200 * 24; d++)
                w5.outage(r, d * 37. * Spans.HOUR_MS + w5.random.nextGaussian() * 30 * Spans.MINUTE_MS,
                        20 * Spans.MINUTE_MS);
            show("37h", seed, w5.raised(200, World.Extras.NONE), 0);
        }
    }
}

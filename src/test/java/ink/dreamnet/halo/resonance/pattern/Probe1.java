package ink.dreamnet.halo.resonance.pattern;
import java.util.*;
final class Probe1 {
    public static void main(String[] a) {
        for (int ties : new int[]{0, 10, 3}) {
            Random r = new Random(1);
            double sum = 0;
            int n = 0;
            int[] over = new int[4];
            double[] th = {5, 20, 100, 500};
            int tested = 0;
            for (int rep = 0; rep < 20000; rep++) {
                Bets b = new Bets(128, false);
                double max = 0;
                boolean done = false;
                for (int i = 0; i < 100; i++) {
                    double v = r.nextDouble();
                    if (ties > 0)
                        v = r.nextInt(ties);
                    var s = b.add(v);
                    if (s == Bets.Step.BEGUN) {
                        tested++;
                        max = 1;
                    }
                    if (b.testing())
                        max = Math.max(max, b.eValue());
                    if (s == Bets.Step.GIVEN_UP || i == 99 && b.testing()) {
                        n++;
                        sum += s == Bets.Step.GIVEN_UP ? 0.1 : b.eValue();
                        for (int k = 0; k < 4; k++)
                            if (max >= th[k])
                                over[k]++;
                    }
                }
            }
            System.out.printf(
                    "ties %d tested %.3f per series, n %d mean %.3f  P(>=5) %.4f P(>=20) %.4f P(>=100) %.5f P(>=500) %.5f%n",
                    ties, tested / 20000., n, sum / n, over[0] / (double) n, over[1] / (double) n, over[2] / (double) n,
                    over[3] / (double) n);
            double[] held = new double[30];
            for (int i = 0; i < 30; i++)
                held[i] = ties > 0 ? r.nextInt(ties) : r.nextDouble();
        }
    }
}

package ink.dreamnet.halo.resonance.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.bench.LinePlot;

/// How early outages are seen for how many looks, on the histories of public status pages, in closed loop. The first argument is the
/// folder of the histories; a second one, the file of a plot.
final class PlanBenchmark {

    private static final double[] BUDGETS = {0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8};
    private static final double RATIO = 1.10;
    /// Cycles begin at that many points of the five minutes.
    private static final int PHASES = 3;

    private PlanBenchmark() {
    }

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length == 0 ? "histories" : args[0]);
        if (!Files.isDirectory(directory)) {
            System.out.println("There is no folder " + directory + " with histories (*.csv): nothing was measured.");
            return;
        }
        List<StatusPage> alive = StatusPage.read(directory, StatusPage.Sites.ALIVE);
        System.out.println("Sites from their first row to their last:");
        alive.forEach(PlanBenchmark::print);
        System.out.println("Sites held until the end of their page:");
        LinePlot plot = new LinePlot("share of looks that was spent", new double[]{0.25, 0.85},
                "delay, against a look in every cycle", new double[]{1, 2});
        plot.line("uniform intervals", Arrays.stream(BUDGETS).mapToObj(budget -> new double[]{budget, 1 / budget}).toList(),
                true);
        alive.forEach(page -> plot.line(page.name().replaceFirst("\\+.*", ""), print(page.held()), false));
        if (args.length > 1) {
            plot.write(Path.of(args[1]));
        }
        List<String> names = alive.stream().map(StatusPage::name).toList();
        System.out.println("Pages of which the sites that died are taken until then:");
        StatusPage.read(directory, StatusPage.Sites.UNTIL_DEAD).stream().filter(page -> !names.contains(page.name()))
                .forEach(PlanBenchmark::print);
        System.out.println("Groups of the first half, in the second:");
        alive.forEach(page -> System.out.println(GroupPrediction.of(page)));
    }

    /// @return the shares spent, each with its delay
    private static List<double[]> print(StatusPage page) {
        List<double[]> points = new ArrayList<>();
        StringBuilder line = new StringBuilder("%-26.26s".formatted(page.name()));
        double saved = 0;
        for (double budget : BUDGETS) {
            ClosedLoop.Result all = run(page, budget);
            double share = all.share() / PHASES;
            points.add(new double[]{share, all.ratio()});
            if (all.ratio() <= RATIO) {
                saved = Math.max(saved, 1 - share);
            }
            line.append(" | %.3f x%.2f %.1f%%".formatted(share, all.ratio(), 100.0 * all.missed() / all.outages()));
        }
        System.out.println(line.append(" | saved at x%.2f: %.0f%%".formatted(RATIO, 100 * saved)));
        return points;
    }

    private static ClosedLoop.Result run(StatusPage page, double budget) {
        PlanSettings settings = new PlanSettings(true, ClosedLoop.CYCLE_MS, budget, 0);
        List<ClosedLoop.Result> results = new ArrayList<>();
        for (int phase = 0; phase < PHASES; phase++) {
            results.add(ClosedLoop.run(page, settings, phase * ClosedLoop.CYCLE_MS / PHASES));
        }
        return results.stream().reduce(ClosedLoop.Result::plus).orElseThrow();
    }
}

package ink.dreamnet.halo.resonance.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.*;

final class PlanBenchmark {
    public static void main(String[] args) throws IOException {
        List<StatusPage> pages = new ArrayList<>();
        Path dir = Path.of(args[0]);
        System.setProperty("held", "true");
        pages.addAll(StatusPage.read(dir, false));
        pages.addAll(StatusPage.read(dir, true).stream().filter(p -> p.name().matches("Grupo.*|UW.*|jp.*")).map(p -> new StatusPage("cut:" + p.name(), p.sites())).toList());
        pages = new ArrayList<>(pages.stream().map(p -> new StatusPage("H" + p.name(), p.sites())).toList());
        System.setProperty("held", "false");
        pages.addAll(StatusPage.read(dir, false));
        pages.addAll(StatusPage.read(dir, true).stream().filter(p -> p.name().matches("Grupo.*|UW.*|jp.*")).map(p -> new StatusPage("cut:" + p.name(), p.sites())).toList());
        pages.removeIf(page -> page.name().matches("UWCubeSat.*") || !page.name().matches(System.getProperty("page", ".*")) || page.sites().stream().mapToInt(s -> s.outages().size()).sum() < 20);
        double[] budgets = Arrays.stream(System.getProperty("b", "0.4,0.6").split(",")).mapToDouble(Double::parseDouble).toArray();
        int phases = Integer.getInteger("phases", 4);
        StringBuilder head = new StringBuilder("%-24s".formatted(""));
        pages.forEach(p -> head.append(" %-17.17s".formatted(p.name())));
        System.out.println(head);
        {
            for (double b : budgets) {
                StringBuilder line = new StringBuilder("%-18.18s %.2f".formatted("plan", b));
                double sum = 0, miss = 0, worst = 0;
                for (StatusPage page : pages) {
                    double share = 0, ratio = 0, missed = 0, best = 0;
                    for (int p = 0; p < phases; p++) {
                        ClosedLoop.Result r = ClosedLoop.run(page, new PlanSettings(true, ClosedLoop.CYCLE, b, 0), false, p * 300_000L / phases);
                        share += r.share() / phases; ratio += r.delay(); best += r.best(); missed += (double) r.missed() / r.outages() / phases;
                    }
                    sum += Math.log(ratio / best) / pages.size();
                    miss += missed / pages.size();
                    if (Boolean.getBoolean("full")) line.append(" %.2f x%.3f m%.3f".formatted(share, ratio / best, missed));
                }
                System.out.println(line + " GEO x%.3f m%.3f".formatted(Math.exp(sum), miss));
            }
        }
    }
}

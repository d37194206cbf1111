package ink.dreamnet.halo.resonance.pattern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.pattern.RecordedPage.Row;
import ink.dreamnet.halo.resonance.pattern.RecordedPage.Site;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// What the patterns find on the histories of public status pages, looked at every 5 minutes, and what they find on the same
/// histories where chance alone is left.
final class PatternBenchmark {

    private static final long CYCLE_MS = 300_000;
    private static final int EPISODES = 256;

    private PatternBenchmark() {
    }

    /// @param args the folder with the pages, how many nulls of each kind, and the seed; `-v` as a fourth prints what is raised
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        if (!Files.isDirectory(folder)) {
            System.err.println("There are no histories at " + folder.toAbsolutePath() + ", so nothing is measured");
            return;
        }
        int nulls = Integer.parseInt(args[1]);
        boolean print = args.length > 3;
        for (RecordedPage page : RecordedPage.read(folder)) {
            System.out.printf(Locale.ROOT, "%n%s: %d sites%n", page.name(), page.sites().size());
            System.out.println("  recorded  " + raised(page, print));
            Random random = new Random(Long.parseLong(args[2]));
            for (String kind : List.of("shifted", "shuffled")) {
                List<Result> results = new ArrayList<>();
                for (int i = 0; i < nulls; i++) {
                    results.add(raised(kind.equals("shifted") ? page.shifted(random) : page.shuffled(random), print));
                }
                long some = results.stream().filter(result -> !result.raised().isEmpty()).count();
                Map<String, Integer> sum = new TreeMap<>();
                results.forEach(result -> result.raised().forEach((name, n) -> sum.merge(name, n, Integer::sum)));
                System.out.printf(Locale.ROOT, "  %-9s %d of %d with any; %s of %d tests in all%n", kind, some, nulls, sum,
                        results.stream().mapToLong(Result::tests).sum());
            }
        }
    }

    /// @param raised how many insights of each pattern
    private record Result(Map<String, Integer> raised, long tests, double seconds) {

        @Override
        public String toString() {
            return "%s of %d tests; %.1f s".formatted(raised, tests, seconds);
        }
    }

    private static Result raised(RecordedPage page, boolean print) {
        long started = System.nanoTime();
        Fleet fleet = new Fleet();
        page.sites().forEach(site -> fleet.declare(new SubjectRef(SubjectKind.ENDPOINT, "site-" + fleet.size()),
                SubjectDirectory.Facts.NONE));
        Timeline timeline = new Timeline(EPISODES);
        Patterns patterns = new Patterns(fleet);
        Map<String, Integer> raised = new TreeMap<>();
        int[] next = new int[page.sites().size()];
        long from = page.sites().stream().mapToLong(Site::fromMs).min().orElse(0);
        long until = page.sites().stream().mapToLong(Site::untilMs).max().orElse(0);
        for (long at = from / CYCLE_MS * CYCLE_MS + CYCLE_MS; at <= until; at += CYCLE_MS) {
            List<Check> looks = new ArrayList<>();
            for (int number = 0; number < next.length; number++) {
                List<Row> rows = page.sites().get(number).rows();
                double latency = Double.NaN;
                while (next[number] < rows.size() && rows.get(next[number]).atMs() <= at) {
                    latency = rows.get(next[number]++).latencyMs();
                }
                if (next[number] > 0 && next[number] < rows.size()) {
                    boolean up = rows.get(next[number] - 1).up();
                    looks.add(new Check(number, up ? Health.UP : Health.DOWN, up ? latency : Double.NaN));
                }
            }
            CycleFacts facts = CycleFacts.of(at, looks);
            for (Patterns.Raised one : patterns.cycle(facts, timeline.add(facts), timeline).raised()) {
                raised.merge(one.finding().pattern(), 1, Integer::sum);
                if (print) {
                    System.out.printf(Locale.ROOT, "    %tF %.3g %s %s %s%n", at, one.finding().eValue(),
                            one.finding().pattern(), one.finding().subjects(), one.finding().template());
                }
            }
        }
        return new Result(raised, patterns.state().tests(), (System.nanoTime() - started) / 1e9);
    }
}

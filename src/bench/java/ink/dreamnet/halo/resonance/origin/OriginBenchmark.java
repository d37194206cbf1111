package ink.dreamnet.halo.resonance.origin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.pattern.Finding;
import ink.dreamnet.halo.resonance.pattern.Findings;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Names the origins of faults that were injected into a real application (the PetShop data set, Hardt et al. 2023), of which one way to
/// feed HALO is as good as another: it plays the normal operation, then each issue, and looks for the true root cause among the
/// candidates.
///
/// Argument: the directory of one traffic scenario, with `graph.csv`, `noissue`, `train` and `test`.
public final class OriginBenchmark {

    private static final long CYCLE_MS = 300_000;
    /// The row of an issue in which its fault is first in effect, and the one after it.
    private static final List<Integer> ROWS = List.of(2, 3);
    /// How far out a service must be to be called degraded where all that breach are: one in a hundred rows of normal operation.
    private static final double BREACH = 0.01;

    private final List<String> services = new ArrayList<>();
    private final Map<String, Facts> declared = new TreeMap<>();
    private final List<Row> normal;
    private final Map<String, Double> slow = new HashMap<>();
    private final Map<String, Double> failing = new HashMap<>();

    /// Five minutes of the application: the metrics of each service.
    private record Row(Map<String, Map<String, Double>> values) {
    }

    /// An injected fault.
    private record Issue(String name, String target, String cause, List<Row> rows) {
    }

    /// How the same rows are told to HALO.
    private enum Form {
        TARGET_AND_VALUES(true, false, true, true),
        TARGET_AND_RESPONSE_TIMES(true, false, false, true),
        VALUES_ALONE(false, false, true, false),
        ALL_THAT_BREACH(true, true, true, false),
        ALL_THAT_BREACH_AND_RESPONSE_TIMES(true, true, false, true),
        STATES_ALONE(true, true, false, false);

        private final boolean target;
        private final boolean breaches;
        private final boolean values;
        private final boolean responses;

        Form(boolean target, boolean breaches, boolean values, boolean responses) {
            this.target = target;
            this.breaches = breaches;
            this.values = values;
            this.responses = responses;
        }
    }

    private OriginBenchmark(Path directory) throws IOException {
        List<String> graph = Files.readAllLines(directory.resolve("graph.csv"));
        String[] names = graph.getFirst().split(",", -1);
        for (String line : graph.subList(1, graph.size())) {
            String[] cells = line.split(",", -1);
            List<SubjectRef> calls = new ArrayList<>();
            for (int i = 1; i < cells.length; i++) {
                if (Double.parseDouble(cells[i]) > 0) {
                    calls.add(ref(names[i]));
                }
            }
            services.add(cells[0]);
            declared.put(cells[0], new Facts(Map.of(), calls, null));
        }
        normal = rows(directory.resolve("noissue/metrics.csv"));
        for (String service : services) {
            slow.put(service, quantile(service, "latency", 1 - BREACH));
            failing.put(service, quantile(service, "availability", BREACH));
        }
    }

    private double quantile(String service, String metric, double p) {
        double[] sorted = normal.stream()
                .flatMap(row -> Stream.ofNullable(row.values().getOrDefault(service, Map.of()).get(metric))).mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) (p * (sorted.length - 1))];
    }

    private static SubjectRef ref(String service) {
        return new SubjectRef(SubjectKind.ENDPOINT, service.replace(' ', '-'));
    }

    private static List<Row> rows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] services = lines.get(0).split(",", -1);
        String[] metrics = lines.get(1).split(",", -1);
        String[] statistics = lines.get(2).split(",", -1);
        List<Row> rows = new ArrayList<>();
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            if (cells[0].isEmpty() || !Character.isDigit(cells[0].charAt(0))) {
                continue;
            }
            Map<String, Map<String, Double>> values = new HashMap<>();
            for (int i = 1; i < cells.length; i++) {
                if (!cells[i].isEmpty() && (statistics[i].equals("Average") || statistics[i].equals("Sum"))) {
                    values.computeIfAbsent(services[i], any -> new TreeMap<>()).put(metrics[i],
                            Double.parseDouble(cells[i]));
                }
            }
            rows.add(new Row(values));
        }
        return rows;
    }

    private static List<Issue> issues(Path directory) throws IOException {
        List<Issue> issues = new ArrayList<>();
        JsonMapper json = JsonMapper.builder().build();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted(Comparator.comparing(Path::toString)).toList()) {
                JsonNode target = json.readTree(file.resolve("target.json").toFile());
                issues.add(new Issue(file.getFileName() + " " + target.at("/target/metric").asString(),
                        target.at("/target/node").asString(), target.at("/root_cause/node").asString(),
                        rows(file.resolve("metrics.csv"))));
            }
        }
        return issues;
    }

    /// HALO as it plays a scenario in one form.
    private final class Play {
        private final Form form;
        private final Fleet fleet = new Fleet();
        private final Timeline timeline = new Timeline(20);
        private final Incidents incidents = new Incidents(fleet);
        private long atMs;
        private List<Incident> underWay = List.of();
        private int rows;
        private int named;

        Play(Form form) {
            this.form = form;
            services.forEach(service -> fleet.declare(ref(service), declared.getOrDefault(service, Facts.NONE)));
            for (Row row : normal) {
                play(row, "");
                if (++rows > normal.size() / 2) {
                    named += best().isEmpty() ? 0 : 1;
                }
            }
        }

        void play(Row row, String target) {
            atMs += CYCLE_MS;
            List<Check> looks = new ArrayList<>();
            List<Measure> measures = new ArrayList<>();
            for (String service : services) {
                Map<String, Double> values = row.values().getOrDefault(service, Map.of());
                double latency = values.getOrDefault("latency", Double.NaN);
                boolean weak = form.target && service.equals(target) || form.breaches && (latency > slow.getOrDefault(service, Double.NaN)
                        || values.getOrDefault("availability", Double.NaN) < failing.getOrDefault(service, Double.NaN));
                int number = fleet.number(ref(service));
                looks.add(new Check(number, weak ? Health.DEGRADED : Health.UP, form.responses ? 1000 * latency : Double.NaN));
                if (form.values) {
                    values.forEach((metric, value) -> measures.add(new Measure(number, metric, value, Double.NaN)));
                }
            }
            CycleFacts facts = new CycleFacts(atMs, looks, measures, List.of(), List.of());
            underWay = incidents.cycle(facts, timeline.add(facts), timeline, Groups.NONE, IGNORED);
        }

        List<String> best() {
            return underWay.stream().filter(each -> !each.candidates().isEmpty()).findFirst().map(Incident::candidates)
                    .orElse(List.of()).stream().map(each -> fleet.subject(each.subject()).id()).toList();
        }
    }

    private static final Findings IGNORED = new Findings() {
        @Override
        public void report(Finding finding) {
        }

        @Override
        public void end(String pattern, String key) {
        }
    };

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : "petshop");
        if (!Files.isDirectory(directory)) {
            System.out.println("Nothing to measure: there is no directory " + directory);
            return;
        }
        boolean details = args.length > 1;
        OriginBenchmark bench = new OriginBenchmark(directory);
        for (Form form : Form.values()) {
            for (String part : List.of("train", "test")) {
                bench.measure(form, part, issues(directory.resolve(part)), details);
            }
            Play play = bench.new Play(form);
            System.out.printf("%-36s normal operation: names nobody in %.3f of %d rows%n", form,
                    1 - play.named / (double) (play.rows - play.rows / 2), play.rows - play.rows / 2);
        }
    }

    private void measure(Form form, String part, List<Issue> issues, boolean details) {
        Map<Integer, int[]> found = new TreeMap<>();
        for (Issue issue : issues) {
            Play play = new Play(form);
            for (int i = 0; i < issue.rows().size(); i++) {
                play.play(issue.rows().get(i), i < ROWS.getFirst() ? "" : issue.target());
                if (ROWS.contains(i)) {
                    int rank = play.best().indexOf(ref(issue.cause()).id());
                    int[] counts = found.computeIfAbsent(i, any -> new int[2]);
                    counts[0] += rank == 0 ? 1 : 0;
                    counts[1] += rank >= 0 && rank < 3 ? 1 : 0;
                    if (details && rank != 0) {
                        System.out.println(form + " " + part + " " + issue.name() + " row " + i + ": " + issue.cause() + " is "
                                + rank + " of " + play.underWay.stream().limit(2).map(Incident::candidates).toList());
                    }
                }
            }
        }
        found.forEach((row, counts) -> System.out.printf(
                "%-36s %-5s row %d: top 1 %.2f, top 3 %.2f of %d%n", form, part, row,
                counts[0] / (double) issues.size(), counts[1] / (double) issues.size(), issues.size()));
    }
}

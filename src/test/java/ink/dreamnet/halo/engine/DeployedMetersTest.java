package ink.dreamnet.halo.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.sink.SinkTest;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The alerts and the dashboard of `deploy/` against a real scrape: a meter, tag or value that they name and HALO has not would show nothing
/// and alert nobody.
@OnPostgres
class DeployedMetersTest extends SinkTest {

    private static final Path BASE = Path.of(System.getProperty("halo.basedir", "."));
    private static final Path ALERTS = BASE.resolve("deploy/prometheus/halo-alerts.yml");
    private static final Pattern LABELS_OF_A_RESULT = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern
            .compile("(?<![\\w.$:])([a-zA-Z_:][\\w:]*)(?!\\w|\\s*\\()(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!=|!~|=)\\s*\"([^\"]*)\"");
    private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");
    private static final Set<String> WORDS = Set.of("by", "on", "and", "or", "unless");
    /// What Prometheus adds to whatever it scrapes.
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

    @Autowired
    Api calls;

    /// @param shown labels that texts beside the expression show
    private record Expression(String where, String query, List<String> shown) {
    }

    @Test
    void alertsAndDashboardNameOnlyWhatAScrapeHas() throws IOException {
        assertThat(calls.post("/api/halo/run", null).status()).isEqualTo(200);
        Map<String, Map<String, Set<String>>> meters = scrape();
        // what only happens when an analyzer fails
        for (AnalyzerStatus status : AnalyzerStatus.values()) {
            Objects.requireNonNull(Objects.requireNonNull(meters.get("halo_analyzer_seconds_count")).get("status"))
                    .add(status.wire());
        }
        List<Expression> expressions = Stream.concat(alerts().stream(), panels().stream()).toList();
        assertThat(expressions).hasSizeGreaterThan(80);
        assertThat(expressions).allSatisfy(expression -> check(expression, meters));
    }

    @Test
    void alertsHaveASeverityAPlaceInTheDocumentationAndATest() throws IOException {
        String operations = Files.readString(BASE.resolve("docs/operations.md"));
        String tests = Files.readString(BASE.resolve("deploy/prometheus/halo-alerts-test.yml"));
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            String name = String.valueOf(rule.get("alert"));
            assertThat(part(rule, "labels").get("severity")).isIn("critical", "warning");
            assertThat(part(rule, "annotations")).containsKeys("summary", "description").containsEntry("runbook_url",
                    "docs/operations.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(operations).contains("<a id=\"%s\"></a>`%s`".formatted(
                    name.toLowerCase(Locale.ROOT), name));
            assertThat(tests).containsPattern("\\balertname(=\"|: )" + name + "\\b");
        });
    }

    private static void check(Expression expression, Map<String, Map<String, Set<String>>> meters) {
        Set<String> known = new HashSet<>(OF_THE_TARGET);
        Matcher selectors = SELECTOR.matcher(LABELS_OF_A_RESULT.matcher(expression.query()
                .replaceAll("\\[[^\\]]*]", "")).replaceAll(" "));
        while (selectors.find()) {
            if (WORDS.contains(selectors.group(1))) {
                continue;
            }
            assertThat(meters).as("the meters").containsKey(selectors.group(1));
            Map<String, Set<String>> labels = Objects.requireNonNull(meters.get(selectors.group(1)));
            known.addAll(labels.keySet());
            if (selectors.group(2) != null) {
                Matcher matchers = MATCHER.matcher(selectors.group(2));
                while (matchers.find()) {
                    check(matchers.group(1), matchers.group(2), matchers.group(3), labels);
                }
            }
        }
        Matcher result = LABELS_OF_A_RESULT.matcher(expression.query());
        while (result.find()) {
            assertThat(known).contains(result.group(1).split("\\s*,\\s*"));
        }
        assertThat(known).containsAll(expression.shown());
    }

    private static void check(String label, String operator, String value, Map<String, Set<String>> labels) {
        if (!OF_THE_TARGET.contains(label)) {
            assertThat(labels).containsKey(label);
            boolean pattern = operator.endsWith("~");
            for (String one : pattern ? value.split("\\|") : new String[]{value}) {
                assertThat(labels.get(label)).as("values of %s", label)
                        .anyMatch(pattern ? Pattern.compile(one).asMatchPredicate() : one::equals);
            }
        }
    }

    /// @return the labels of each meter with their values
    private Map<String, Map<String, Set<String>>> scrape() {
        Map<String, Map<String, Set<String>>> meters = new HashMap<>();
        calls.get("/actuator/prometheus", "Accept", "text/plain").response().body().lines().map(SERIES::matcher)
                .filter(Matcher::matches).forEach(series -> {
                    Map<String, Set<String>> labels = meters.computeIfAbsent(series.group(1), any -> new HashMap<>());
                    Matcher label = MATCHER.matcher(series.group(2) == null ? "" : series.group(2));
                    while (label.find()) {
                        labels.computeIfAbsent(label.group(1), any -> new HashSet<>()).add(label.group(3));
                    }
                });
        return meters;
    }

    private static List<Expression> alerts() throws IOException {
        return rules().stream()
                .map(rule -> new Expression(String.valueOf(rule.get("alert")), String.valueOf(rule.get("expr")),
                        shown(part(rule, "annotations").toString())))
                .toList();
    }

    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml().load(Files.readString(ALERTS));
        return Objects.requireNonNull(file.get("groups")).stream()
                .flatMap(group -> Objects.requireNonNull(group.get("rules")).stream()).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Map<String, Object> rule, String name) {
        return (Map<String, Object>) Objects.requireNonNull(rule.get(name));
    }

    private static List<Expression> panels() throws IOException {
        JsonNode dashboard = JsonMapper.builder().build()
                .readTree(Files.readString(BASE.resolve("deploy/grafana/halo.json")));
        List<Expression> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            panel.path("targets").forEach(target -> expressions.add(new Expression(panel.get("title").stringValue(),
                    target.get("expr").stringValue(), shown(target.get("legendFormat").stringValue()))));
        }
        return expressions;
    }

    private static List<String> shown(String text) {
        return SHOWN.matcher(text).results().map(found -> found.group(1)).toList();
    }
}

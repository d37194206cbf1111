package ink.dreamnet.halo.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.demo.HaloApi.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The subjects of the demo fleet and the state that each is in.
final class DemoFleet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoFleet.class);
    private static final Pattern PLACEHOLDER = Pattern
            .compile("\\{(servers|files|now([+-]\\d+[smhd])|(?:task|weak-point) ([a-z]+:[^}]+))}");

    private static final int GROWTH = 20;

    private final Map<String, String> states = new TreeMap<>();
    private final DemoServers servers;
    private final DemoFiles files;
    private final Script script;
    private final HaloApi api;
    private final JsonMapper json;
    private final Clock clock;
    private int reports;

    DemoFleet(Script script, DemoFiles files, HaloApi api, JsonMapper json, Clock clock) {
        this.script = script;
        this.servers = new DemoServers(script.dependencies());
        this.files = files;
        this.api = api;
        this.json = json;
        this.clock = clock;
    }

    /// Puts every subject, in the state that it begins in.
    void register() throws InterruptedException {
        api.introduce(HaloApi.OPERATOR, Map.of("name", HaloApi.OPERATOR, "role", "operator"));
        for (Map.Entry<String, Map<String, Map<String, Object>>> kind : script.fleet().entrySet()) {
            for (Map.Entry<String, Map<String, Object>> one : kind.getValue().entrySet()) {
                SubjectRef subject = SubjectRef.parse("%s:%s".formatted(singular(kind.getKey()), one.getKey()));
                if (subject.kind() == SubjectKind.AGENT) {
                    api.introduce(subject.id(), Map.of("name", subject.id(), "role", "agent", "agent", subject.id()));
                }
                call(HaloApi.ADMIN, "PUT", "/%s/%s".formatted(kind.getKey(), segment(subject.id())), one.getValue());
                become(subject, script.states().getOrDefault(subject.toString(), Script.WELL));
            }
        }
        script.states().forEach((subject, state) -> {
            if (subject.startsWith("endpoint:")) {
                // a graft's, which is no subject
                servers.become(subject.substring("endpoint:".length()), state);
            }
        });
    }

    void become(SubjectRef subject, String state) throws InterruptedException {
        states.put(subject.toString(), state);
        Map<String, Object> variant = script.variant(subject.toString(), state);
        switch (subject.kind()) {
            case ENDPOINT -> servers.become(subject.id(), state);
            case ENVIRONMENT -> files.write(subject.id(), variant);
            case REPOSITORY -> files.commit(subject.id(), variant, "%s is %s".formatted(subject.id(), state));
            case GRAFT -> {
                if (!variant.isEmpty()) {
                    call(HaloApi.ADMIN, "PUT", "/grafts/" + segment(subject.id()), variant);
                }
            }
            case AGENT, SQUAD -> {
                // seen in what they report
            }
        }
    }

    /// Has each agent send its heartbeat and each squad its numbers, as their states are.
    void report() throws InterruptedException {
        reports++;
        for (Map.Entry<String, String> one : states.entrySet()) {
            SubjectRef subject = SubjectRef.parse(one.getKey());
            Map<String, Object> variant = script.variant(one.getKey(), one.getValue());
            if (subject.kind() == SubjectKind.AGENT && !one.getValue().equals("silent")) {
                Map<String, Object> heartbeat = new LinkedHashMap<>(variant);
                heartbeat.put("status", one.getValue().equals(Script.WELL) ? "ok" : one.getValue());
                call(subject.id(), "POST", "/agents/%s/heartbeat".formatted(segment(subject.id())), heartbeat);
            } else if (subject.kind() == SubjectKind.SQUAD && !variant.isEmpty()) {
                call(HaloApi.ADMIN, "POST", "/squads/%s/metrics".formatted(segment(subject.id())), grown(variant));
            }
        }
    }

    /// @return the numbers of a squad after as many reports: what it did grows by a twentieth with each
    private Map<String, Object> grown(Map<?, ?> numbers) {
        Map<String, Object> grown = new LinkedHashMap<>();
        numbers.forEach((name, value) -> grown.put(name.toString(), switch (value) {
            case Integer done when name.equals("completedTasks") || name.equals("failedTasks") ->
                done + done * reports / GROWTH;
            case List<?> members -> members.stream().map(member -> grown((Map<?, ?>) member)).toList();
            default -> value;
        }));
        return grown;
    }

    /// Calls HALO, with what stands in braces filled in. What it refuses is logged: a task that was to be rejected may be decided
    /// already.
    void call(String as, String method, String path, Object body) throws InterruptedException {
        String filledPath = filled(path);
        if (filledPath.contains("/none/")) {
            LOG.debug("{} {}: there is none", method, path);
            return;
        }
        Answer answer = api.call(as, method, filledPath, json.readTree(filled(json.writeValueAsString(body))));
        if (!answer.ok()) {
            LOG.info("{} {} as {}: {}", method, filledPath, as, answer.error());
        }
    }

    private String filled(String text) throws InterruptedException {
        StringBuilder filled = new StringBuilder();
        int end = 0;
        for (MatchResult found : PLACEHOLDER.matcher(text).results().toList()) {
            filled.append(text, end, found.start()).append(value(found));
            end = found.end();
        }
        return filled.append(text.substring(end)).toString();
    }

    private String value(MatchResult placeholder) throws InterruptedException {
        String name = placeholder.group(1);
        if (name.equals("servers")) {
            return servers.url();
        }
        if (name.equals("files")) {
            return files.root().toString();
        }
        if (placeholder.group(2) != null) {
            return clock.instant().plus(duration(placeholder.group(2))).toString();
        }
        JsonNode weakPoint = api.call(HaloApi.OPERATOR, "GET",
                "/weakpoints?subject=" + segment(placeholder.group(3)), null).body().path("weakPoints").path(0);
        JsonNode tasks = weakPoint.path("taskIds");
        return (name.startsWith("task") ? tasks.path(tasks.size() - 1) : weakPoint.path("id")).asString("none");
    }

    private static Duration duration(String text) {
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String singular(String plural) {
        return plural.equals("repositories") ? "repository" : plural.substring(0, plural.length() - 1);
    }

    private static String segment(String id) {
        return UriUtils.encode(id, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        servers.close();
        files.close();
    }
}

package ink.dreamnet.halo.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.SecuredHalo;
import ink.dreamnet.halo.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/// Every operation with every role, with no token, and with ones that do not hold: whoever is let in is in the table, and nobody else.
@OnH2
class AccessMatrixTest extends SecuredHalo {

    /// Where errors are shown, which is no call.
    private static final String ERRORS = "/error";
    /// What no handler serves.
    private static final String OTHER = "/favicon.ico";
    private static final Path DOCS = Path.of(System.getProperty("halo.basedir", "."), "docs", "security.md");

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;
    @LocalServerPort
    int port;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AccessRules table = new AccessRules(false, AccessRules.ACTUATOR);

    private record Operation(String method, String path) {
    }

    private String token(String body) {
        Api.Answer made = api.send(HttpRequest.newBuilder().method("POST", BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").header("Authorization", "Bearer " + ADMIN),
                "/api/halo/tokens");
        assertThat(made.status()).as(body).isEqualTo(201);
        return made.body().path("secret").asString();
    }

    private String token(Role role) {
        return token("{\"name\": \"somebody-%s\", \"role\": \"%s\"%s}".formatted(role.wire(), role.wire(),
                role == Role.AGENT ? ", \"agent\": \"x\"" : ""));
    }

    private int call(Operation operation, @Nullable String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + operation.path().replaceAll("\\{[^}]+}", "x")))
                // nobody who is let in changes anything: the body is no JSON
                .method(operation.method(), operation.method().equals("GET") || operation.method().equals("DELETE")
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString("{"))
                .header("Content-Type", "application/json").timeout(Duration.ofSeconds(30));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    private List<Operation> operations() {
        Stream<Operation> handled = mappings.getHandlerMethods().entrySet().stream()
                .filter(handler -> !handler.getValue().getBeanType().isAnnotationPresent(TestComponent.class))
                .map(Map.Entry::getKey)
                .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream().flatMap(method -> mapping
                        .getPatternValues().stream().map(path -> new Operation(method.name(), path))))
                .filter(operation -> !operation.path().equals(ERRORS));
        Stream<Operation> others = Stream.of("/actuator", "/actuator/health", "/actuator/health/liveness",
                "/actuator/info", "/actuator/metrics", "/actuator/prometheus", "/swagger-ui/index.html")
                .map(path -> new Operation("GET", path));
        return Stream.concat(handled, others).distinct().toList();
    }

    /// @return whether an answer says that a stranger is not let in; pages lead to the login
    private static boolean turnedAway(Operation operation, int status) {
        return status == 401
                || status == 303 && operation.method().equals("GET") && !operation.path().startsWith("/api/");
    }

    private AccessRules.@Nullable Rule row(Operation operation) {
        return table.rules().stream().filter(rule -> rule.method().equals(operation.method())
                && (rule.path().equals(operation.path()) || rule.path().endsWith("/**")
                        && operation.path().startsWith(rule.path().substring(0, rule.path().length() - 2))))
                .findFirst().orElse(null);
    }

    /// An issuer's token of a person, or of an agent that it is bound to.
    private String issued(Role role) {
        return ISSUER.sign(ISSUER.claims("issued-" + role.wire(), clock.instant()).claim("roles", List.of(role.wire()))
                .claim("agent", "x").build());
    }

    private List<String> check(Operation operation, Map<Role, List<String>> tokens, List<@Nullable String> nobodies)
            throws IOException, InterruptedException {
        AccessRules.Rule rule = row(operation);
        if (rule == null) {
            return List.of(operation + " has no row in access.txt");
        }
        List<String> wrong = new ArrayList<>();
        for (String nobody : nobodies) {
            int status = call(operation, nobody);
            // 415: it is no form; 403: it does not prove its page
            if (rule.open()
                    ? status != 200 && !(operation.method().equals("POST") && (status == 415 || status == 403))
                    : !turnedAway(operation, status) && !(rule.signed() && status == 403)) {
                wrong.add("%s answers %d to nobody".formatted(operation, status));
            }
        }
        for (Map.Entry<Role, List<String>> each : tokens.entrySet()) {
            // a stream goes on until HALO finds its listener gone, and there may be three
            for (String token : operation.path().endsWith("/stream")
                    ? each.getValue().subList(0, 1)
                    : each.getValue()) {
                int status = call(operation, token);
                boolean refused = status == 401 || status == 403;
                if (refused != (!rule.open() && !rule.roles().contains(each.getKey())) || status >= 500) {
                    wrong.add("%s answers %d to %s".formatted(operation, status, each.getKey().wire()));
                }
            }
        }
        return wrong;
    }

    @Test
    void operationWhenCalledWithAnyTokenAnswersAsTheTableSays() throws Exception {
        String expired = token("{\"name\": \"late\", \"role\": \"admin\", \"expiresAt\": \"%s\"}".formatted(
                clock.instant().plusSeconds(60)));
        clock.advance(Duration.ofSeconds(61));
        Map<Role, List<String>> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            tokens.put(role, List.of(token(role), issued(role)));
        }
        String revoked = token("{\"name\": \"gone\", \"role\": \"admin\"}");
        String id = api.send(HttpRequest.newBuilder().GET().header("Authorization", "Bearer " + ADMIN),
                "/api/halo/tokens?limit=1").body().path("tokens").path(0).path("id").asString();
        assertThat(api.send(HttpRequest.newBuilder().DELETE().header("Authorization", "Bearer " + ADMIN),
                "/api/halo/tokens/" + id).status()).isEqualTo(200);
        List<String> wrong = new ArrayList<>();
        List<Operation> operations = operations();
        assertThat(operations).hasSizeGreaterThan(100);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<List<String>>> checks = operations.stream().<Callable<List<String>>>map(
                    operation -> () -> check(operation, tokens, Arrays.asList(null, "wrong-but-long-enough",
                            "halo_wrong", expired, revoked, ISSUER.sign(ISSUER.claims("late", clock.instant()
                                    .minusSeconds(400)).claim("roles", "admin").build()))))
                    .toList();
            for (Future<List<String>> check : threads.invokeAll(checks)) {
                wrong.addAll(check.get());
            }
        }
        Set<String> called = operations.stream().map(operation -> operation.method() + " " + operation.path())
                .collect(Collectors.toCollection(TreeSet::new));
        table.rules().stream()
                .filter(rule -> !rule.path().endsWith("/**") && !rule.path().startsWith(AccessRules.ACTUATOR)
                        && !rule.path().equals(OTHER))
                .map(rule -> rule.method() + " " + rule.path()).filter(row -> !called.contains(row))
                .forEach(row -> wrong.add("nothing is at " + row));
        assertThat(wrong).isEmpty();
    }

    @Test
    void documentShowsTheTable() throws IOException {
        String text;
        try (InputStream in = AccessRules.class.getResourceAsStream("/halo/access.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String document = Files.readString(DOCS);
        String fence = "```text\n";
        int begin = document.indexOf(fence) + fence.length();
        int end = document.indexOf("```", begin);
        if ("write".equals(System.getProperty("halo.docs"))) {
            Files.writeString(DOCS, document.substring(0, begin) + text + document.substring(end));
            return;
        }
        assertThat(document.substring(begin, end)).isEqualTo(text);
    }
}

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// People at the console and at the API: they make and revoke tokens, log in with one, and read.
final class People implements Consumer<Random> {

    /// Every page and every list. `Retry-After` belongs to each 503.
    private static final List<String> READS = List.of("/", "/subjects", "/subjects/endpoint/watched", "/bar", "/approvals",
            "/tasks", "/cycles", "/insights", "/memory", "/memory/entities", "/plumbing", "/plumbing/sinks/bus", "/events",
            "/audit", "/problems", "/silences", "/silences/new", "/search?q=watched", "/login", "/api/halo/status",
            "/api/halo/history", "/api/halo/analyzers", "/api/halo/budgets", "/api/halo/triggers", "/api/halo/subjects",
            "/api/halo/subjects/endpoint/watched", "/api/halo/weakpoints", "/api/halo/silences",
            "/api/halo/approvals/standing", "/api/halo/strategies", "/api/halo/agents", "/api/halo/squads",
            "/api/halo/endpoints", "/api/halo/environments", "/api/halo/repositories", "/api/halo/grafts",
            "/api/halo/deploys", "/api/halo/events", "/api/halo/wormholes", "/api/halo/sinks", "/api/halo/memory",
            "/api/halo/memory/strategies", "/api/halo/insights", "/api/resonance/insights", "/api/halo/plan",
            "/api/halo/audit", "/api/halo/configuration", "/actuator/prometheus");
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final int TOKENS = 8;

    private final Load load;
    private final List<Replica> replicas;
    private final Ledger ledger;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    /// The secrets of tokens that hold, by id.
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    People(Load load, List<Replica> replicas, Ledger ledger) {
        this.load = load;
        this.replicas = replicas;
        this.ledger = ledger;
    }

    @Override
    public void accept(Random random) {
        String cookie = ledger.sessions.keySet().stream().findAny().orElse("");
        read(random, READS.get(random.nextInt(READS.size())), cookie);
        if (random.nextInt(10) == 0) {
            tokens(random);
        }
    }

    private void tokens(Random random) {
        if (tokens.size() < TOKENS) {
            Load.Answer made = load.call(random, "POST", "/tokens", "{\"name\": \"reader\", \"role\": \"viewer\"}");
            if (made.ok()) {
                String secret = made.body().get("secret").asString();
                ledger.tokens.put(secret, true);
                tokens.put(made.body().get("token").get("id").asString(), secret);
            }
            return;
        }
        String id = tokens.keySet().iterator().next();
        String secret = tokens.remove(id);
        if (random.nextBoolean()) {
            logIn(random, secret);
            return;
        }
        // until the answer is here, either may be so
        ledger.tokens.remove(secret);
        Load.Answer revoked = load.sure(random, "DELETE", "/tokens/" + id, null);
        if (revoked.ok() || revoked.status() == 404) {
            ledger.tokens.put(secret, false);
        }
    }

    /// A token that somebody logged in with is kept.
    private void logIn(Random random, String secret) {
        HttpResponse<String> page = read(random, "/", "");
        if (page == null || page.statusCode() != 200) {
            return;
        }
        Matcher token = FORM_TOKEN.matcher(page.body());
        String cookie = cookie(page.headers(), "halo_csrf");
        if (cookie == null || !token.find()) {
            Report.harness("the page has no token for forms");
            return;
        }
        HttpResponse<String> answer = send(random, HttpRequest.newBuilder().header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(
                        "token=%s&_csrf=%s".formatted(secret, token.group(1)))), "/login");
        if (answer != null && answer.statusCode() / 100 == 3) {
            String session = cookie(answer.headers(), "halo_session");
            if (session == null) {
                Report.violation("a login was answered without a session: " + answer.headers().map());
            } else {
                ledger.sessions.put(session, true);
            }
        }
    }

    private static String cookie(HttpHeaders headers, String name) {
        return headers.allValues("Set-Cookie").stream().filter(value -> value.startsWith(name + "="))
                .map(value -> value.substring(0, value.indexOf(';'))).findFirst().orElse(null);
    }

    private HttpResponse<String> read(Random random, String path, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        HttpResponse<String> response = send(random, request, path);
        if (response != null && response.statusCode() != 503 && response.statusCode() / 100 > 3) {
            Report.violation("GET %s was answered with %d: %s".formatted(path, response.statusCode(),
                    response.body().substring(0, Math.min(300, response.body().length()))));
        }
        return response;
    }

    /// @return null where there was no answer
    private HttpResponse<String> send(Random random, HttpRequest.Builder request, String path) {
        List<Replica> ready = replicas.stream().filter(Replica::ready).toList();
        List<Replica> from = ready.isEmpty() ? replicas : ready;
        try {
            HttpResponse<String> response = client.send(request.uri(from.get(random.nextInt(from.size())).uri(path))
                    .header("Accept", path.startsWith("/a") && path.contains("/halo") ? "application/json" : "text/html,*/*")
                    .timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
            ledger.answered(response.statusCode());
            if (response.statusCode() == 503 && response.headers().firstValue("Retry-After").isEmpty()) {
                Report.violation("%s was answered with 503 without Retry-After".formatted(path));
            }
            return response;
        } catch (IOException lost) {
            ledger.answered(0);
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}

package ink.dreamnet.halo.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls HALO as its fleet does, each caller with a token of its own: the `admin`, the `operator`, and the agents by their ids.
final class HaloApi implements AutoCloseable {

    static final String ADMIN = "admin";
    static final String OPERATOR = "operator";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final JsonMapper json;
    private final String base;

    /// @param port where HALO listens on the loopback address
    /// @param admin the administrator's token; null where HALO asks for none
    HaloApi(JsonMapper json, String port, @Nullable String admin) {
        this.json = json;
        this.base = "http://127.0.0.1:%s/api/halo".formatted(port);
        if (admin != null && !admin.isBlank()) {
            tokens.put(ADMIN, admin.strip());
        }
    }

    /// What HALO answered.
    record Answer(int status, JsonNode body) {

        boolean ok() {
            return status < 400;
        }

        String error() {
            return "%d %s".formatted(status, body.path("error").asString(""));
        }
    }

    /// Has HALO make a token for a caller, who uses it from now on.
    ///
    /// @param definition what `POST /tokens` takes
    void introduce(String caller, Map<String, Object> definition) throws InterruptedException {
        Answer made = call(ADMIN, "POST", "/tokens", definition);
        if (!made.ok()) {
            throw new IllegalStateException("no token for %s: %s".formatted(caller, made.error()));
        }
        tokens.put(caller, made.body().path("secret").asString());
    }

    /// @param body null for none
    Answer call(String as, String method, String path, @Nullable Object body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(json.writeValueAsString(body)));
        String token = tokens.get(as);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), json.readTree(response.body()));
        } catch (IOException failed) {
            throw new IllegalStateException("%s %s: %s".formatted(method, path, failed), failed);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

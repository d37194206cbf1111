package ink.dreamnet.halo.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A plain HTTP client for the API under test, as `curl` would speak to it.
public final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    /// @param base `http://host:port`
    public Api(String base) {
        this.base = base;
    }

    /// An answer of the API.
    ///
    /// @param status the HTTP status
    /// @param body the parsed body; missing where there is none or it is not JSON
    /// @param response the whole response
    public record Answer(int status, JsonNode body, HttpResponse<String> response) {
    }

    public Answer get(String path, String... headers) {
        return write("GET", path, null, headers);
    }

    public Answer delete(String path) {
        return send(HttpRequest.newBuilder().DELETE(), path);
    }

    /// @param json a JSON text; null sends no body
    public Answer post(String path, @Nullable String json, String... headers) {
        return write("POST", path, json, headers);
    }

    /// @param json a JSON text
    public Answer put(String path, String json, String... headers) {
        return write("PUT", path, json, headers);
    }

    /// @param json a JSON text; null sends no body
    public Answer write(String method, String path, @Nullable String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        if (json == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(json)).header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request, path);
    }

    /// Sends any request.
    ///
    /// @param path from the root, with `/api/halo` where it is meant
    public Answer send(HttpRequest.Builder request, String path) {
        try {
            HttpResponse<String> response = client.send(request.uri(URI.create(base + path)).build(),
                    BodyHandlers.ofString());
            SecretScan.refuse(response.request().method() + " " + path,
                    response.headers().map() + "\n" + response.body());
            boolean json = response.headers().firstValue("Content-Type").orElse("").matches(".*[/+]json.*");
            JsonNode body = json ? JSON.readTree(response.body()) : JSON.missingNode();
            return new Answer(response.statusCode(), body, response);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Provides the client of the service under test.
    @TestConfiguration(proxyBeanMethods = false)
    public static class Configuration {

        @Bean
        @Lazy
        Api api(Environment environment) {
            return new Api("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"));
        }
    }
}

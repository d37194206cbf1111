package ink.dreamnet.halo.support;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// Loads pages of the console and sends their forms, as a browser without scripts does: with cookies, following redirects.
public final class PageClient {

    private static final Pattern FORM = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)=\"([^\"]*)\"");

    private final String base;
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL).build();

    /// @param base `http://host:port`
    public PageClient(String base) {
        this.base = base;
    }

    /// A page as it was loaded.
    ///
    /// @param path where it was found at last, with its query
    public record Page(int status, String path, String html, HttpResponse<String> response) {

        /// @return what a form of the page would send as it stands
        /// @throws AssertionError where the page has no such form
        Map<String, String> form(String action) {
            Matcher forms = FORM.matcher(html);
            while (forms.find()) {
                if (action.equals(unescaped(attributes(forms.group(1)).get("action")))) {
                    Map<String, String> values = new LinkedHashMap<>();
                    Matcher inputs = INPUT.matcher(forms.group(2));
                    while (inputs.find()) {
                        Map<String, String> input = attributes(inputs.group(1));
                        if (input.containsKey("name") && !"checkbox".equals(input.get("type"))) {
                            values.put(input.get("name"), unescaped(input.getOrDefault("value", "")));
                        }
                    }
                    return values;
                }
            }
            throw new AssertionError("there is no form to " + action + " in " + html);
        }
    }

    public Page get(String path) {
        return send(HttpRequest.newBuilder().header("Accept", "text/html,*/*;q=0.8"), path);
    }

    /// Sends a form of a page.
    ///
    /// @param values what somebody fills in, on top of what the form has
    public Page submit(Page page, String action, Map<String, String> values) {
        Map<String, String> all = page.form(action);
        all.putAll(values);
        return post(action, all);
    }

    /// Sends what no form of a page would.
    ///
    /// @param headers names and values
    public Page post(String path, Map<String, String> values, String... headers) {
        String body = values.entrySet().stream().map(value -> encoded(value.getKey()) + "=" + encoded(value.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder().POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/x-www-form-urlencoded").header("Accept", "text/html");
        return send(headers.length == 0 ? request : request.headers(headers), path);
    }

    private Page send(HttpRequest.Builder request, String path) {
        try {
            HttpResponse<String> response = client.send(request.uri(URI.create(base + path)).build(),
                    BodyHandlers.ofString());
            URI at = response.uri();
            SecretScan.refuse(response.request().method() + " " + at,
                    response.headers().map() + "\n" + response.body());
            return new Page(response.statusCode(),
                    at.getRawQuery() == null ? at.getRawPath() : at.getRawPath() + "?" + at.getRawQuery(),
                    response.body(), response);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static Map<String, String> attributes(String tag) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher each = ATTRIBUTE.matcher(tag);
        while (each.find()) {
            attributes.put(each.group(1), each.group(2));
        }
        return attributes;
    }

    private static String unescaped(@Nullable String text) {
        return text == null
                ? ""
                : text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
                        .replace("&amp;", "&");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

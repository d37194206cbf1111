package ink.dreamnet.halo.registry.source;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import org.jspecify.annotations.Nullable;

/// Another service that HALO pulls from.
public final class Source {

    private final String id;
    private final String name;
    private final String property;
    private final SourceOptions options;
    private final HttpCalls http;

    /// @param id what it is called in subjects and answers (`squad-builder`)
    /// @param name what it is called at the beginning of a sentence (`Squad Builder`)
    /// @param property the prefix of its properties
    /// @param options how it is asked
    public Source(String id, String name, String property, SourceOptions options, HttpCalls http) {
        this.id = id;
        this.name = name;
        this.property = property;
        this.options = options;
        this.http = http;
    }

    /// @return what it is called in subjects and answers (`squad-builder`)
    public String id() {
        return id;
    }

    /// @return what it is called at the beginning of a sentence (`Squad Builder`)
    public String name() {
        return name;
    }

    /// @return it as a subject that can fail
    public SubjectRef subject() {
        return new SubjectRef(SubjectKind.ENDPOINT, id);
    }

    /// @return whether there is such a service
    public boolean configured() {
        return options.baseUrl() != null;
    }

    /// @return where it is, or null where there is none
    public @Nullable URI baseUrl() {
        return options.baseUrl();
    }

    /// @return how many entries a list of it may have
    ListedJson.Limit limit() {
        return new ListedJson.Limit(options.maxEntries(), property + ".max-entries");
    }

    /// Pulls once; a failure that may pass is repeated after a pause as long as there is time.
    ///
    /// @param path what to ask for, from its base URL (`/api/squad`)
    /// @param budget how long all attempts may take together
    /// @param reader makes something of a good answer (status 200 to 299, a JSON object)
    /// @throws CallFailedException where the service is not configured, does not answer, or not usably
    <T> T get(String path, Duration budget, HttpCalls.AnswerReader<T> reader)
            throws CallFailedException, InterruptedException {
        URI base = options.baseUrl();
        if (base == null) {
            throw new CallFailedException(property + ".base-url is not set", false);
        }
        URI url = URI.create(base.toString().replaceFirst("/+$", "") + path);
        long end = System.nanoTime() + budget.toNanos();
        for (int attempt = 1;; attempt++) {
            try {
                return http.get(HttpCall.get(url, "application/json", Map.of(), limits(end)), ExpectedAnswer.Form.LIST,
                        reader);
            } catch (CallFailedException failed) {
                long pause = options.backoff().after(attempt).toNanos();
                // what is left must be worth another attempt
                if (!failed.repeatable() || attempt >= options.attempts() || end - System.nanoTime() <= 2 * pause) {
                    throw failed;
                }
                TimeUnit.NANOSECONDS.sleep(pause);
            }
        }
    }

    private HttpCall.Limits limits(long end) {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        return new HttpCall.Limits(options.connectTimeout(),
                left.compareTo(options.timeout()) < 0 ? left : options.timeout(), options.maxBody().toBytes());
    }
}

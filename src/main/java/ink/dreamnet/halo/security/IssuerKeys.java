package ink.dreamnet.halo.security;

import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The public keys of an issuer, found by OpenID Connect Discovery 1.0. It is asked when the first token comes, then every [#FRESH], and
/// for a key that is not known; never more than once in [#PAUSE], whatever callers present. While it does not answer, what it said
/// last goes on for [#KEPT].
final class IssuerKeys implements JWKSource<SecurityContext> {

    /// How long keys are believed without asking again: how long the issuer's withdrawal of a key may take to hold.
    static final Duration FRESH = Duration.ofMinutes(5);
    /// The shortest time between two questions: how long a new key of the issuer may take to be known.
    static final Duration PAUSE = Duration.ofSeconds(10);
    /// How long the keys of an issuer that does not answer are believed.
    static final Duration KEPT = Duration.ofHours(12);
    /// Discovery and the keys are two calls.
    private static final HttpCall.Limits LIMITS = new HttpCall.Limits(Duration.ofSeconds(1), Duration.ofSeconds(2),
            256 * 1024);
    /// Each key that a token may be signed with costs a check of its signature; the largest issuers publish a dozen.
    private static final int MOST_KEYS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final String issuer;
    private final HttpCalls http;
    private final JsonMapper json;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Keys known;
    private volatile long askedNanos;
    private volatile String failure = "it was not asked yet";

    private record Keys(JWKSet set, long sinceNanos) {
    }

    /// @param nanoTime as [System#nanoTime]
    IssuerKeys(String issuer, HttpCalls http, JsonMapper json, LongSupplier nanoTime) {
        this.issuer = issuer;
        this.http = http;
        this.json = json;
        this.nanoTime = nanoTime;
        this.askedNanos = nanoTime.getAsLong() - PAUSE.toNanos();
    }

    /// @throws RemoteKeySourceException where no keys are known
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws RemoteKeySourceException {
        long asked = askedNanos;
        Keys keys = known;
        List<JWK> selected = keys == null ? List.of() : selector.select(keys.set());
        long now = nanoTime.getAsLong();
        if (now - asked >= PAUSE.toNanos()) {
            if (selected.isEmpty()) {
                ask(asked);
            } else if (keys != null && now - keys.sinceNanos() >= FRESH.toNanos()) {
                Thread.ofVirtual().name("halo-issuer-keys").start(() -> ask(asked));
            }
        } else if (selected.isEmpty()) {
            awaitAnswer();
        }
        keys = known;
        if (keys == null || nanoTime.getAsLong() - keys.sinceNanos() >= KEPT.toNanos()) {
            throw new RemoteKeySourceException(failure, null);
        }
        return selector.select(keys.set());
    }

    /// Whoever comes while somebody asks waits for that answer.
    private void ask(long before) {
        asking.lock();
        try {
            if (askedNanos != before) {
                return;
            }
            askedNanos = nanoTime.getAsLong();
            known = new Keys(fetch(), askedNanos);
        } catch (CallFailedException failed) {
            failure = "its keys cannot be fetched: " + failed.reason();
            LOG.warn("The issuer {} is not available, {}", issuer, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            asking.unlock();
        }
    }

    private void awaitAnswer() {
        try {
            if (asking.tryLock(2 * LIMITS.whole().toMillis(), TimeUnit.MILLISECONDS)) {
                asking.unlock();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private JWKSet fetch() throws CallFailedException, InterruptedException {
        JsonNode discovered = json(issuer + (issuer.endsWith("/") ? "" : "/") + ".well-known/openid-configuration");
        if (!issuer.equals(discovered.path("issuer").asString(""))) {
            throw new CallFailedException("its discovery document is that of another issuer", false);
        }
        String uri = discovered.path("jwks_uri").asString("");
        if (!OidcProperties.trustworthy(uri)) {
            throw new CallFailedException("the jwks_uri of its discovery document is no https URL", false);
        }
        JsonNode keys = json(uri);
        if (keys.path("keys").size() > MOST_KEYS) {
            throw new CallFailedException("its set of %d keys is too large, at most %d are allowed"
                    .formatted(keys.path("keys").size(), MOST_KEYS), false);
        }
        try {
            return JWKSet.parse(keys.toString());
        } catch (ParseException wrong) {
            throw new CallFailedException("what it answers at its jwks_uri is no set of keys", false, wrong);
        }
    }

    private JsonNode json(String url) throws CallFailedException, InterruptedException {
        return http.get(HttpCall.get(URI.create(url), "application/json", Map.of(), LIMITS),
                ExpectedAnswer.Form.DOCUMENT, answer -> json.readTree(answer.body()));
    }
}

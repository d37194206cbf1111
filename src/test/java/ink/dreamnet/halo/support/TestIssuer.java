package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// An issuer of OpenID Connect on the loopback address, with its discovery document and its keys.
public final class TestIssuer implements AutoCloseable {

    public static final String AUDIENCE = "halo";

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile JWKSet keys;
    private volatile int status = 200;
    private volatile String named;

    private TestIssuer(HttpServer server) {
        this.server = server;
        this.keys = new JWKSet(key("first"));
        this.named = url();
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange,
                "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(named, url())));
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            answer(exchange, keys.toPublicJWKSet().toString());
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public static TestIssuer start() {
        try {
            return new TestIssuer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// @return how often somebody asked for the keys
    public int asked() {
        return asked.get();
    }

    /// Answers with this status from now on.
    public void answersWith(int other) {
        status = other;
    }

    /// Says that it is another issuer.
    public void names(String other) {
        named = other;
    }

    public void publishes(JWK... all) {
        keys = new JWKSet(List.of(all));
    }

    /// @return the claims of a token for this HALO, which holds for five minutes
    public JWTClaimsSet.Builder claims(String name, Instant now) {
        return new JWTClaimsSet.Builder().issuer(url()).audience(AUDIENCE).subject(name)
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    /// @return a token with these roles, signed with the first of the keys
    public String token(String name, Instant now, String... roles) {
        return sign(claims(name, now).claim("roles", List.of(roles)).build());
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, (ECKey) keys.getKeys().getFirst(), Map.of());
    }

    public static String sign(JWTClaimsSet claims, ECKey key, Map<String, Object> header) {
        try {
            return sign(claims, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).customParams(header)
                    .build(), new ECDSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String sign(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

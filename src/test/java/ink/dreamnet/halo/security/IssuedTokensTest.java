package ink.dreamnet.halo.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.support.Networks;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.support.TestIssuer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

class IssuedTokensTest {

    private final TestIssuer issuer = TestIssuer.start();
    private final TestClock clock = new TestClock();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    private final HttpCalls http = new HttpCalls(new SecretReferences(_ -> null), Networks.LOCAL, JsonMapper.shared(),
            clock);
    private final IssuedTokens tokens = tokens(properties("sub", "roles", "agent"));

    @AfterEach
    void stop() {
        http.destroy();
        issuer.close();
    }

    private OidcProperties properties(String name, String roles, @Nullable String agent) {
        return new OidcProperties(issuer.url(), TestIssuer.AUDIENCE, name, roles,
                Map.of("operator", Set.of("sre", "on-call"), "admin", Set.of("platform"), "agent", Set.of("bots"),
                        "source",
                        Set.of("reporters")),
                agent, "squad", "service");
    }

    private IssuedTokens tokens(OidcProperties properties) {
        return new IssuedTokens(properties, new IssuerKeys(issuer.url(), http, JsonMapper.shared(), nanos::get),
                clock);
    }

    private Optional<Caller> find(String token) {
        return find(tokens, token);
    }

    private static Optional<Caller> find(IssuedTokens among, String token) {
        return among.find(token, Sha256.of(token)).map(IssuedTokens.Issued::owner);
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims("ann", clock.instant()).claim("roles", List.of("sre"));
    }

    @Test
    void tokenWhenItHoldsIsThePersonsWithItsRoles() {
        String token = issuer.token("ann", clock.instant(), "sre", "platform", "others");

        IssuedTokens.Issued issued = tokens.find(token, Sha256.of(token)).orElseThrow();

        assertThat(issued.owner().actor().name()).isEqualTo("ann");
        assertThat(issued.owner().actor().token()).startsWith("jwt:").hasSize(12);
        assertThat(issued.owner().roles()).containsExactlyInAnyOrder(Role.OPERATOR, Role.ADMIN);
        assertThat(issued.expiresAt()).isCloseTo(clock.instant().plusSeconds(300), within(5, ChronoUnit.SECONDS));
        assertThat(find(issuer.token("bob", clock.instant(), "others"))).hasValueSatisfying(
                caller -> assertThat(caller.roles()).isEmpty());
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void claimsWhenConfiguredAreReadFromWhereTheyStand() {
        IssuedTokens others = tokens(properties("https://halo/name", "realm_access.roles", null));

        assertThat(find(others, issuer.sign(issuer.claims("1", clock.instant()).claim("https://halo/name", "ann")
                .claim("realm_access", Map.of("roles", List.of("sre"))).build()))).hasValueSatisfying(caller -> {
                    assertThat(caller.actor().name()).isEqualTo("ann");
                    assertThat(caller.roles()).containsExactly(Role.OPERATOR);
                });
        assertThat(find(issuer.sign(issuer.claims("ann", clock.instant()).claim("roles", "x on-call").build())))
                .hasValueSatisfying(caller -> assertThat(caller.roles()).containsExactly(Role.OPERATOR));
    }

    @Test
    void tokenOfAnAgentOrSourceIsBoundByItsClaims() {
        assertThat(find(issuer.sign(claims().claim("roles", "bots").claim("agent", "keeper").claim("squad", "s")
                .build()))).hasValueSatisfying(caller -> {
                    assertThat(caller.agent()).isEqualTo("keeper");
                    assertThat(caller.squad()).isNull();
                });
        assertThat(find(issuer.sign(claims().claim("roles", "bots").claim("squad", "s").build())))
                .hasValueSatisfying(caller -> assertThat(caller.squad()).isEqualTo("s"));
        assertThat(find(issuer.sign(claims().claim("roles", "bots").build()))).as("bound to nothing").isEmpty();
        assertThat(find(issuer.sign(claims().claim("roles", "bots").claim("agent", "a b").build()))).isEmpty();
        assertThat(find(issuer.sign(claims().claim("roles", "reporters").claim("service", "shop").build())))
                .hasValueSatisfying(caller -> assertThat(caller.source()).isEqualTo("shop"));
        assertThat(find(issuer.sign(claims().claim("roles", "reporters").build()))).isEmpty();
        assertThat(find(issuer.sign(claims().claim("agent", "keeper").build()))).hasValueSatisfying(
                caller -> assertThat(caller.agent()).as("an operator is bound to none").isNull());
    }

    @Test
    void tokenWhenItIsNotForThisHaloIsNobodys() throws Exception {
        ECKey ours = TestIssuer.key("first");
        issuer.publishes(ours);
        Instant now = clock.instant();
        assertThat(find(TestIssuer.sign(claims().build(), ours, Map.of()))).isPresent();

        assertThat(find(TestIssuer.sign(claims().issuer("https://other.example").build(), ours, Map.of()))).isEmpty();
        assertThat(find(TestIssuer.sign(claims().issuer(null).build(), ours, Map.of()))).isEmpty();
        assertThat(find(TestIssuer.sign(claims().audience("another").build(), ours, Map.of()))).isEmpty();
        assertThat(find(TestIssuer.sign(claims().audience((String) null).build(), ours, Map.of()))).isEmpty();
        assertThat(find(TestIssuer.sign(claims().expirationTime(Date.from(now.minusSeconds(61))).build(), ours,
                Map.of()))).as("expired").isEmpty();
        assertThat(find(TestIssuer.sign(claims().expirationTime(null).build(), ours, Map.of()))).as("without an end")
                .isEmpty();
        assertThat(find(TestIssuer.sign(claims().notBeforeTime(Date.from(now.plusSeconds(65))).build(), ours,
                Map.of()))).as("not yet valid").isEmpty();
        for (String name : List.of("", "admin", "HALO", "local", "a b", "ann\n", "é")) {
            assertThat(find(TestIssuer.sign(claims().subject(name).build(), ours, Map.of()))).as(name).isEmpty();
        }
        assertThat(find(TestIssuer.sign(claims().build(), TestIssuer.key("first"), Map.of())))
                .as("signed with another key").isEmpty();
        assertThat(find(TestIssuer.sign(claims().build(), new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("first")
                .type(new JOSEObjectType("logout+jwt")).build(), new ECDSASigner(ours))))
                .as("another kind of token").isEmpty();
        assertThat(find(new PlainJWT(claims().build()).serialize())).as("alg none").isEmpty();
        for (byte[] known : List.of(ours.toPublicKey().getEncoded(), ours.toPublicJWK().toString().getBytes(
                StandardCharsets.UTF_8))) {
            assertThat(find(TestIssuer.sign(claims().build(), new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first")
                    .build(), new MACSigner(known)))).as("HS256 with what is public").isEmpty();
        }
        String good = TestIssuer.sign(claims().build(), ours, Map.of());
        assertThat(find(good.substring(0, good.lastIndexOf('.') + 1))).as("without a signature").isEmpty();
        assertThat(find("a.b.c")).isEmpty();
        assertThat(find("[".repeat(8000) + ".e30.x")).isEmpty();
    }

    @Test
    void keyWhenReplacedIsFetchedOnceAndUnknownOnesOnceInAPause() {
        ECKey next = TestIssuer.key("next");
        assertThat(find(issuer.token("ann", clock.instant(), "sre"))).isPresent();

        issuer.publishes(next);
        for (int i = 0; i < 50; i++) {
            assertThat(find(TestIssuer.sign(claims().build(), TestIssuer.key("made-up-" + i), Map.of()))).isEmpty();
        }
        assertThat(issuer.asked()).isEqualTo(1);
        nanos.addAndGet(IssuerKeys.PAUSE.toNanos());
        assertThat(find(TestIssuer.sign(claims().build(), next, Map.of()))).isPresent();
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void issuerWhenAwayIsAskedOnceInAPauseAndItsKeysGoOn() {
        issuer.answersWith(500);
        String token = issuer.token("ann", clock.instant(), "sre");
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> find(token));
        }
        assertThat(issuer.asked()).as("after its discovery document").isZero();
        assertThat(find(TestIssuer.sign(claims().issuer("https://other.example").build(), TestIssuer.key("x"),
                Map.of()))).as("is not asked for tokens of others").isEmpty();

        issuer.answersWith(200);
        nanos.addAndGet(IssuerKeys.PAUSE.toNanos());
        assertThat(find(token)).isPresent();

        issuer.answersWith(500);
        nanos.addAndGet(IssuerKeys.FRESH.toNanos());
        assertThat(find(token)).isPresent();
        issuer.answersWith(200);
        await().until(() -> {
            nanos.addAndGet(IssuerKeys.PAUSE.toNanos());
            return find(token).isPresent() && issuer.asked() == 2;
        });

        issuer.answersWith(500);
        nanos.addAndGet(IssuerKeys.KEPT.toNanos() + Duration.ofMinutes(1).toNanos());
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> find(token));
    }

    @Test
    void issuerWhenItsKeysAreTooManyTooLargeOrElsewhereIsNotBelieved() {
        String token = issuer.token("ann", clock.instant(), "sre");
        ECKey key = TestIssuer.key("first");
        JWK large = new RSAKey.Builder(Base64URL.encode(new byte[200_000]), Base64URL.encode(new byte[]{1, 0, 1}))
                .build();
        List<List<JWK>> hostile = List.of(Collections.nCopies(101, key), List.of(large, large));
        for (List<JWK> keys : hostile) {
            issuer.publishes(keys.toArray(JWK[]::new));
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> find(token));
            nanos.addAndGet(IssuerKeys.PAUSE.toNanos());
        }
        issuer.answersWith(302);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> find(token));
        assertThat(issuer.asked()).as("and says so once in a pause").isEqualTo(hostile.size());
    }

    @Test
    void issuerWhenItsDocumentIsAnothersIsNotBelieved() {
        issuer.names("https://other.example");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> find(issuer.token("ann", clock.instant(), "sre")));
    }

    @Test
    void propertiesWhenWrongNameTheProperty() {
        Map<String, Set<String>> roles = Map.of("agent", Set.of("bots"));
        for (String wrong : List.of("id.example", "http://id.example", "https://id.example?x=1", "https://u@id.example",
                "ftp://id.example", "https://")) {
            assertThatIllegalArgumentException().as(wrong)
                    .isThrownBy(() -> new OidcProperties(wrong, "halo", "sub", "roles", roles, "agent", null, null))
                    .withMessageStartingWith("halo.security.oidc.issuer is '" + wrong);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OidcProperties("https://id.example", " ", "sub", "roles", roles, "a", null, null))
                .withMessage("halo.security.oidc.audience is missing");
        assertThatIllegalArgumentException().isThrownBy(
                () -> new OidcProperties("https://id.example", "halo", "sub", "roles", Map.of(), null, null, null))
                .withMessageStartingWith("halo.security.oidc.roles gives no role to anybody");
        assertThatIllegalArgumentException().isThrownBy(() -> new OidcProperties("https://id.example", "halo", "sub",
                "roles", Map.of("boss", Set.of("x")), null, null, null))
                .withMessageStartingWith("halo.security.oidc.roles has 'boss', which is none of");
        assertThatIllegalArgumentException().isThrownBy(
                () -> new OidcProperties("https://id.example", "halo", "sub", "roles", roles, null, null, null))
                .withMessageStartingWith("halo.security.oidc.roles has agent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OidcProperties(null, "halo", "sub", "roles", Map.of(), null, null, null))
                .withMessage("halo.security.oidc.issuer is missing");
    }
}

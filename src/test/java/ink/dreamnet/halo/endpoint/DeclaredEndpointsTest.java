package ink.dreamnet.halo.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.support.Networks;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DeclaredEndpointsTest {

    private final Map<String, Object> file = new LinkedHashMap<>();
    private final Map<String, Object> below = new LinkedHashMap<>();
    private final Map<String, Object> variables = new LinkedHashMap<>();

    private Map<String, Endpoint> declared() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        variables));
        environment.getPropertySources().addLast(new MapPropertySource("application.yml", file));
        environment.getPropertySources().addLast(new MapPropertySource("defaults", below));
        ConfigurationPropertySources.attach(environment);
        return DeclaredEndpoints.read(environment,
                EndpointConfiguration.format(new HeaderReferences(new SecretReferences(environment::getProperty),
                        new EndpointProperties.References(List.of(), List.of()), AllowedFiles.ANY), Networks.LOCAL));
    }

    /// @return the refusal's lines, each `property: what is wrong`
    private List<String> refused() {
        StartRefusedException refused = catchThrowableOfType(StartRefusedException.class, this::declared);
        assertThat(refused).isNotNull();
        return String.valueOf(refused.getMessage()).lines().skip(1).map(String::strip).toList();
    }

    private List<String> refusedProperties() {
        return refused().stream().map(line -> line.replaceFirst(": .*", "")).toList();
    }

    /// Variables of a process may have names that only look like properties.
    @Test
    void declaredWhenAVariableNamesNoMemberIsAsWithoutIt() {
        variables.put("HALO_ENDPOINTS_0_ID", "checkout");
        variables.put("HALO_ENDPOINTS_0_URL", "http://127.0.0.1:9/checkout");
        variables.put("HALO_ENDPOINTS_0_COLOUR", "red");
        assertThat(declared()).containsOnlyKeys("checkout");
    }

    /// The file of the profile `demo` does.
    @Test
    void declaredWhenAFileSaysThatThereAreNoneIsNotWhatFilesBelowItSay() {
        file.put("halo.endpoints", "");
        below.put("halo.endpoints[0].id", "checkout");
        below.put("halo.endpoints[0].url", "http://127.0.0.1:9/checkout");
        assertThat(declared()).isEmpty();
        file.clear();
        variables.put("HALO_ENDPOINTS", "");
        assertThat(declared()).containsOnlyKeys("checkout");
    }

    @Test
    void declaredWhenAHeaderRefersToNothingRefusesTheStart() {
        file.put("halo.endpoints[0].id", "checkout");
        file.put("halo.endpoints[0].url", "http://127.0.0.1:9/checkout");
        file.put("halo.endpoints[0].headers.Authorization", "env:SHOP_TOKEN");
        file.put("halo.endpoints[0].headers.X-Key", "file:/nowhere/key");
        assertThat(refusedProperties()).containsExactlyInAnyOrder("halo.endpoints[0].headers[Authorization]",
                "halo.endpoints[0].headers[X-Key]");
        variables.put("SHOP_TOKEN", "s3cret");
        file.remove("halo.endpoints[0].headers.X-Key");
        assertThat(declared()).containsOnlyKeys("checkout");
    }

    @Test
    void declaredWhenListAndShortFormAreGivenHasBoth() {
        file.put("halo.endpoints[0].id", "checkout");
        file.put("halo.endpoints[0].url", "http://127.0.0.1:9/checkout");
        file.put("halo.endpoints[0].connect-timeout", "750ms");
        file.put("halo.endpoints[0].interval", "1m");
        file.put("halo.endpoints[0].headers.X-Team", "shop");
        file.put("halo.endpoints[0].conditions[0]", "[STATUS] == 200");
        variables.put("HALO_ENDPOINTS", "https://shop.example.org:8443/health?token=t, /api/halo/status,/");
        variables.put("DREAMNET_API_BASE", "http://127.0.0.1:3000/base/");
        Map<String, Endpoint> declared = declared();
        assertThat(declared).containsOnlyKeys("checkout", "shop.example.org-8443-health", "api-halo-status",
                "127.0.0.1-3000");
        assertThat(declared.values()).allSatisfy(
                endpoint -> assertThat(endpoint.managedBy()).isEqualTo(ManagedBy.CONFIG));
        assertThat(declared.get("checkout")).isNotNull().satisfies(endpoint -> {
            assertThat(endpoint.target().connectTimeout()).hasMillis(750);
            assertThat(endpoint.interval()).hasMinutes(1);
            assertThat(endpoint.target().headers()).containsEntry("X-Team", "shop");
            assertThat(endpoint.target().conditions()).hasSize(1);
        });
        assertThat(declared.get("api-halo-status")).isNotNull().satisfies(endpoint -> assertThat(
                endpoint.target().url()).hasToString("http://127.0.0.1:3000/base/api/halo/status"));
    }

    @Test
    void declaredWhenListIsGivenByVariablesReadsThem() {
        variables.put("HALO_ENDPOINTS_0_ID", "a");
        variables.put("HALO_ENDPOINTS_0_URL", "http://127.0.0.1:9/");
        assertThat(declared()).containsOnlyKeys("a");
    }

    @Test
    void declaredWhenDerivedIdsCollideKeepsThemApart() {
        file.put("halo.endpoints[0].id", "a-x");
        file.put("halo.endpoints[0].url", "http://127.0.0.1:9/");
        variables.put("HALO_ENDPOINTS", "http://a/x?n=1,http://a/x?n=2");
        assertThat(declared()).containsOnlyKeys("a-x", "a-x-2", "a-x-3");
    }

    @Test
    void declaredWhenNothingIsGivenIsEmpty() {
        file.put("halo.endpoints", "");
        assertThat(declared()).isEmpty();
    }

    @Test
    void declaredWhenIdsAreEqualStopsTheStart() {
        for (int i = 0; i < 2; i++) {
            file.put("halo.endpoints[%d].id".formatted(i), "checkout");
            file.put("halo.endpoints[%d].url".formatted(i), "http://127.0.0.1:9/");
        }
        assertThat(refused()).singleElement().asString()
                .startsWith("halo.endpoints[1].id: 'checkout' is declared twice");
    }

    @Test
    void declaredWhenValuesAreWrongNamesEachProperty() {
        file.put("halo.endpoints[0].url", "gopher://a");
        file.put("halo.endpoints[0].connect-timeout", "-1s");
        file.put("halo.endpoints[0].trust-store.password", "pw");
        assertThat(refusedProperties()).containsExactlyInAnyOrder(
                "halo.endpoints[0].id", "halo.endpoints[0].url", "halo.endpoints[0].connect-timeout",
                "halo.endpoints[0].trust-store.path");
    }

    @Test
    void declaredWhenListedEntryIsWrongStopsTheStart() {
        variables.put("HALO_ENDPOINTS", "checkout,/api/x,http://ann:hunter2@a,http://b,http://b");
        assertThat(refusedProperties()).containsOnly("HALO_ENDPOINTS").hasSize(4);
        assertThat(String.join("\n", refused())).contains("DREAMNET_API_BASE is not set", "listed twice")
                .doesNotContain("hunter2");
    }
}

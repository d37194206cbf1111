package ink.dreamnet.halo.configuration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.task.verification.VerificationProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.ConfigurationClassPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnknownPropertiesTest {

    private static final DefaultListableBeanFactory BEANS = beans();
    private static final KnownProperties KNOWN = ConfigurationGuard.read(BEANS).names();

    private final ConfigurableEnvironment environment = new StandardEnvironment();
    private Set<String> strangers = Set.of();

    /// The properties of all rooms.
    @ConfigurationPropertiesScan(basePackageClasses = HaloApplication.class)
    static class Rooms {
    }

    /// As plug-ins have them.
    @ConfigurationProperties("halo.acme")
    static class AcmeProperties {

        private final Map<String, Shop> shops = Map.of();
        private boolean open;

        /// A member.
        record Shop(int floor) {
        }

        public Map<String, Shop> getShops() {
            return shops;
        }

        public boolean isOpen() {
            return open;
        }

        public void setOpen(boolean open) {
            this.open = open;
        }
    }

    private static DefaultListableBeanFactory beans() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        new AnnotatedBeanDefinitionReader(beans).register(Rooms.class);
        new ConfigurationClassPostProcessor().postProcessBeanDefinitionRegistry(beans);
        beans.registerBeanDefinition("acme", new RootBeanDefinition(AcmeProperties.class));
        return beans;
    }

    private UnknownPropertiesTest yaml(String text) throws IOException {
        List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("file",
                new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "application.yml"));
        sources.forEach(environment.getPropertySources()::addLast);
        return this;
    }

    private UnknownPropertiesTest variables(Map<String, Object> variables) {
        environment.getPropertySources().replace("systemEnvironment",
                new SystemEnvironmentPropertySource("systemEnvironment", variables));
        return this;
    }

    private void check() {
        ConfigurationPropertySources.attach(environment);
        strangers = UnknownProperties.check(environment, KNOWN);
    }

    @Test
    void checkWhenSeveralAreUnknownNamesAllWithTheirPlaceAndWhatWasMeant() throws IOException {
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource("--halo.safe-mod=true"));
        yaml("""
                halo:
                  triggers:
                    time:
                      intervall: 5m
                  budgetz: {fleet: 3, per-hour: 7}
                  approval.quorum.opertors: 3
                  interval: 3m
                  weakpoint: fast
                  endpoints:
                    - id: a
                      urll: http://shop.example/
                      trustStore: {paht: x}
                """).variables(Map.of("HALO_BUDGETS_PERSQUADD", "2"));
        assertThatThrownBy(this::check).isInstanceOf(StartRefusedException.class).message().contains(
                "halo.safe-mod: an argument; did you mean halo.safe-mode?",
                "halo.triggers.time.intervall: application.yml line 4; did you mean halo.triggers.time.interval?",
                "halo.budgetz: application.yml line 5; did you mean halo.budgets?",
                "halo.approval.quorum.opertors: application.yml line 6; did you mean halo.approval.quorum.operators?",
                "halo.interval: application.yml line 7; did you mean ", "halo.triggers.time.interval",
                "halo.weakpoint: application.yml line 8; halo.weakpoint has no value of its own, but flapping",
                "halo.endpoints[0].urll: application.yml line 11; did you mean halo.endpoints[0].url?",
                "halo.endpoints[0].trustStore.paht: application.yml line 12; did you mean halo.endpoints[0].trustStore.path?",
                "HALO_BUDGETS_PERSQUADD: an environment variable; did you mean HALO_BUDGETS_PERSQUAD?")
                .doesNotContain("3m", "shop.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"halo.budgets.per-squad", "halo.budgets.perSquad", "HALO.budgets.per_squad", "halo.budgets",
            "halo.endpoints[12].conditions[3]", "halo.endpoints[0].conditions", "halo.endpoints",
            "halo.endpoints[0].headers.X-Shop", "halo.environments[0].variables[0].default",
            "halo.environments[0].variables[0].required-when.equals",
            "halo.analysis.analyzers.of-a-plug-in.every", "halo.sources.squad-builder.max-body",
            "halo.wormhole.github.services[acme/webshop]", "halo.wormhole.sinks[0].kafka.properties.client.id",
            "halo.repositories[0].checks[0].command[1]", "halo.aot.enabled", "halo.plugins.dir", "halo.demo.step",
            "halo.acme.open",
            "halo.acme.shops.north.floor", "halo", "haloes.of-somebody", "spring.halo.x"})
    void checkWhenTheNameIsReadLetsItPass(String name) {
        String value = name.equals("halo.budgets") || name.equals("halo") ? "" : "1";
        environment.getPropertySources().addFirst(new MapPropertySource("some", Map.of(name, value)));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"halo.endpoints.url", "halo.run.max-wait.x", "halo.analysis.analyzers.scripted.evry",
            "halo.acme.closed", "halo.acme.shops.north.flor", "halo.x"})
    void checkWhenTheNameIsNotReadNamesIt(String name) {
        environment.getPropertySources().addFirst(new MapPropertySource("some", Map.of(name, "1")));
        assertThatThrownBy(this::check).hasMessageContaining(name).hasMessageContaining(": some; ");
    }

    @ParameterizedTest
    @CsvSource({"HALO_BUDGET_PERSQUAD,HALO_BUDGETS_PERSQUAD", "HALO_ADMIN_TOKN,HALO_ADMIN_TOKEN",
            "HALO_ENDPOINT,HALO_ENDPOINTS", "HALO_ENV_SNAPSHOT,HALO_ENV_SNAPSHOTS",
            "HALO_ENDPOINTS_0_URLL,HALO_ENDPOINTS_0_URL", "HALO_RUN_MAX_WAITS,HALO_RUN_MAXWAIT"})
    void checkWhenAVariableIsASlipNamesTheRightOne(String variable, String meant) throws IOException {
        yaml("halo.security.admin-token: ${HALO_ADMIN_TOKEN:}").variables(Map.of(variable, "s3cret"));
        assertThatThrownBy(this::check).hasMessageContaining(variable + ": an environment variable; did you mean "
                + meant + "?").hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HALO_RUN_MAXWAIT", "HALO_RUN_MAX_WAIT", "halo_run_maxwait",
            "HALO_ENDPOINTS_0_CONDITIONS_1",
            "HALO_ENV_SNAPSHOTS", "HALO_PLUGINS_DIR", "HALO_DB_PASSWORD", "HALO_SHOP_TOKEN", "HALO_GIT_TOKEN",
            "HALO_SERVICE_HOST", "HALO_PORT", "HALO_PORT_8080_TCP_ADDR", "HALO_POSTGRES_SERVICE_PORT_SQL", "HALOGEN_X"})
    void checkWhenAVariableIsReadOrReferredToOrOfKubernetesIsSilent(String variable) throws IOException {
        yaml("""
                spring.datasource.password: ${HALO_DB_PASSWORD}
                halo.endpoints[0].headers.Authorization: env:HALO_SHOP_TOKEN
                halo.repositories[0].credentials.variable: HALO_GIT_TOKEN
                """).variables(Map.of(variable, "1")).check();
        assertThat(strangers).isEmpty();
    }

    @Test
    void checkWhenANameWasReplacedNamesItsSuccessor() throws IOException {
        yaml("halo.environment.roots: [/srv]").variables(Map.of("HALO_ENVIRONMENT_ROOTS_0", "/srv"));
        assertThatThrownBy(this::check).hasMessageContaining(
                "halo.environment.roots: application.yml line 1; it is called halo.files.allow now")
                .hasMessageContaining(
                        "HALO_ENVIRONMENT_ROOTS_0: an environment variable; did you mean HALO_FILES_ALLOW?");
    }

    @Test
    void checkWhenOnlyTheEndIsThatOfAnotherSaysWhatThereIsInstead() throws IOException {
        yaml("halo.files.roots: [/srv]");
        assertThatThrownBy(this::check).hasMessageContaining("halo.files has allow")
                .hasMessageNotContaining("did you mean");
    }

    @Test
    void checkWhenASystemPropertyResemblesNothingIsSomebodyElses() {
        environment.getPropertySources().addFirst(new MapPropertySource(
                StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, Map.of("halo.version", "1")));
        check();
        assertThat(strangers).containsExactly("halo.version");
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                new MapPropertySource(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                        Map.of("halo.budgetz.fleet", "1")));
        assertThatThrownBy(this::check).hasMessageContaining("a system property; did you mean halo.budgets?");
    }

    @Test
    void checkWhenAVariableMayBeSomebodyElsesOnlyNamesIt() {
        variables(Map.of("HALO_HOME", "/opt", "HALO_BUDGETS_OWNER", "me")).check();
        assertThat(strangers).containsExactlyInAnyOrder("HALO_HOME", "HALO_BUDGETS_OWNER");
    }

    @Test
    void checkWhenAKeyOfAMapHasDotsOrOtherSignsKeepsItWhole() throws IOException {
        yaml("""
                halo:
                  verification:
                    settle-of: {agent.revive: 5s, page-human: 1h, "[squad.optimize]": 7s}
                  endpoints:
                    - labels: {app.kubernetes.io/name: shop, owner_team: b, tier: c}
                """).variables(Map.of("HALO_VERIFICATION_SETTLEOF_GRAFT_FLAPPING", "9s")).check();
        VerificationProperties bound = Binder.get(environment)
                .bind("halo.verification", VerificationProperties.class).get();
        assertThat(bound.settleOf()).containsEntry("agent.revive", Duration.ofSeconds(5))
                .containsEntry("page-human", Duration.ofHours(1)).containsEntry("squad.optimize", Duration.ofSeconds(7))
                .containsEntry("graft.flapping", Duration.ofSeconds(9));
        assertThat(Binder.get(environment).bind("halo.endpoints[0].labels", Bindable.mapOf(String.class, String.class))
                .get()).isEqualTo(Map.of("app.kubernetes.io/name", "shop", "owner_team", "b", "tier", "c"));
    }
}

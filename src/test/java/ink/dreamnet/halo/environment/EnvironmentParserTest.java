package ink.dreamnet.halo.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.environment.schema.RuleForm;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class EnvironmentParserTest {

    private static final DefinitionFormat<EnvironmentSpec, WatchedEnvironment> FORMAT = EnvironmentConfiguration
            .format(AllowedFiles.ANY.below("halo.files.allow", List.of(Path.of(""))));

    private static WatchedEnvironment define(String json) {
        return FORMAT.parser().parse("shop", JsonMapper.shared().readValue(json, EnvironmentSpec.class), ManagedBy.API,
                null);
    }

    private static WatchedEnvironment configure(String json) {
        return FORMAT.parser().parse("shop", JsonMapper.shared().readValue(json, EnvironmentSpec.class),
                ManagedBy.CONFIG,
                null);
    }

    private static List<String> wrong(String json) {
        return catchThrowableOfType(InvalidInputException.class, () -> define(json)).problems().stream()
                .map(FieldProblem::field).toList();
    }

    @Test
    void defineWhenEverythingIsGivenReadsIt() {
        WatchedEnvironment environment = configure(
                """
                        {"sources":[{"file":".env"},{"directory":"secrets","optional":true},{"process":true,"prefixes":["SHOP_"]}],
                         "variables":[{"name":"PORT","type":"port","default":"80"},
                          {"name":"MAIL_KEY","requiredWhen":{"variable":"MAIL","equals":"on"}},{"name":"MAIL","values":["on","off"]},
                          {"name":"OLD","deprecatedBy":"PORT"}],
                         "unknown":"similar","group":"shop","production":true,"dependsOn":["endpoint:db"],"labels":{"team":"shop"}}""");
        assertThat(environment.sources()).hasSize(3);
        assertThat(environment.schema().variables()).hasSize(4);
        assertThat(environment.schema().sensitive("MAIL_KEY")).isTrue();
        assertThat(environment.schema().variables().values()).filteredOn(rule -> rule.required())
                .extracting(rule -> rule.name()).containsExactly("MAIL");
        assertThat(environment.production()).isTrue();
        assertThat(environment.unknown()).isEqualTo(UnknownVariables.SIMILAR);
    }

    /// By patterns, a caller could learn each secret of HALO's process letter by letter.
    @Test
    void defineWhenTheApiNamesTheProcessIsRefused() {
        assertThat(wrong("""
                {"sources":[{"process":true}],
                 "variables":[{"name":"SPRING_DATASOURCE_PASSWORD","type":"regex","pattern":"a.*"}]}"""))
                .containsExactly("sources[0].process");
    }

    @Test
    void defineWhenFieldsAreWrongNamesEach() {
        assertThat(wrong("{}")).containsExactly("sources");
        assertThat(
                wrong("""
                        {"id":"other","sources":[{},{"file":"/etc/passwd"},{"file":"../x"},{"file":"a","directory":"b"},{"process":true},
                         {"file":"a","prefixes":["X"]}],"unknown":"maybe","group":"a b","dependsOn":["x"]}"""))
                .containsExactlyInAnyOrder("id", "sources[0]", "sources[1].file", "sources[2].file", "sources[3]",
                        "sources[4]", "sources[4].process", "sources[5]", "unknown", "group", "dependsOn[0]");
        assertThat(
                wrong("""
                        {"sources":[{"file":".env"}],"schema":".env.example","variables":[{"name":"1A"},{"name":"A","type":"number"},
                         {"name":"B","type":"regex"},{"name":"C","pattern":"("},{"name":"D","min":1},
                         {"name":"E","type":"enum"},{"name":"F","deprecatedBy":"F"},{"name":"A"},
                         {"name":"G","requiredWhen":{"variable":""}},{"name":"I","pattern":"(?=a)b"},{"name":"H","type":"integer","min":2,"max":1}]}"""))
                .containsExactlyInAnyOrder("variables", "variables[0].name", "variables[1].type",
                        "variables[2].pattern", "variables[3].pattern", "variables[4].min", "variables[5].values",
                        "variables[6].deprecatedBy", "variables[7].name", "variables[8].requiredWhen.variable",
                        "variables[9].pattern", "variables[10].min");
    }

    @Test
    void defineWhenTheIdSaysProductionIsProduction() {
        for (String id : List.of("production", "prod", "shop-production", "prod.eu", "live")) {
            assertThat(production(id)).as(id).isTrue();
        }
        for (String id : List.of("local", "reproduction", "product", "livestock")) {
            assertThat(production(id)).as(id).isFalse();
        }
    }

    private static boolean production(String id) {
        return FORMAT.parser().parse(id, JsonMapper.shared().readValue("{\"sources\":[{\"file\":\".env\"}]}",
                EnvironmentSpec.class), ManagedBy.API, null).production();
    }

    @Test
    void declaredWhenListAndShortFormAreGivenHasBoth() {
        MockEnvironment configuration = new MockEnvironment().withProperty("halo.environments[0].id", "shop")
                .withProperty("halo.environments[0].sources[0].directory", "/run/secrets")
                .withProperty("halo.environments[0].variables[0].name", "PORT")
                .withProperty("halo.environments[0].variables[0].default", "80")
                .withProperty("halo.environments[0].variables[0].required", "false")
                .withProperty("halo.env.snapshots", "local, production");
        Map<String, WatchedEnvironment> declared = DeclaredEnvironments.read(configuration, FORMAT);
        assertThat(declared).containsOnlyKeys("shop", "local", "production");
        assertThat(requireNonNull(requireNonNull(declared.get("shop")).schema().variables().get("PORT")).defaultValue())
                .isEqualTo("80");
        assertThat(requireNonNull(declared.get("local")).sources()).extracting(Source::label).containsExactly(".env",
                ".env.local");
        assertThat(requireNonNull(declared.get("production")).sources()).extracting(Source::label)
                .containsExactly(".env.production");
        assertThat(requireNonNull(declared.get("production")).production()).isTrue();
        assertThat(requireNonNull(declared.get("local")).group())
                .isEqualTo(requireNonNull(declared.get("production")).group());
        assertThat(declared.get("local").schemaFile()).hasToString(".env.example");
    }

    @Test
    void declaredWhenWrongRefusesTheStart() {
        MockEnvironment configuration = new MockEnvironment().withProperty("halo.environments[0].id", "local")
                .withProperty("halo.environments[0].sources[0].process", "true")
                .withProperty("halo.env.snapshots", "local,../etc,production,production");
        assertThatThrownBy(() -> DeclaredEnvironments.read(configuration, FORMAT))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("halo.environments[0].sources[0]")
                .hasMessageContaining("'../etc' is not the name")
                .hasMessageContaining("'production' is declared twice");
    }

    @Test
    void rulesWhenWrongRefuseTheStart() {
        EnvironmentProperties properties = new EnvironmentProperties(DataSize.ofMegabytes(1), 10, true,
                List.of(new RuleForm("must-match", List.of("A"), null),
                        new RuleForm("must-equal", null, List.of("a"))));
        assertThatThrownBy(properties::crossRules).isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("halo.environment.rules[0].kind: 'must-match' is not one of")
                .hasMessageContaining("halo.environment.rules[1].variables")
                .hasMessageContaining("halo.environment.rules[1].environments");
    }
}

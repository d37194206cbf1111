package ink.dreamnet.halo.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The description of the API keeps to OpenAPI 3.1, and to rules that generated clients and readers need.
@HaloTest
@OnH2
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String SCHEMA = "#/components/schemas/";

    @Autowired
    Api api;

    private JsonNode document = JSON.missingNode();
    private final Map<String, JsonNode> operations = new HashMap<>();
    private final Map<String, JsonNode> schemas = new HashMap<>();

    @BeforeAll
    void read() {
        document = api.get("/v3/api-docs").body();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(
                method -> operations.put(method.getKey() + " " + path.getKey(), method.getValue())));
        operations.values().forEach(this::collect);
    }

    /// Collects the schemas that are referred to.
    private void collect(JsonNode node) {
        String reference = node.path("$ref").asString("");
        if (reference.startsWith(SCHEMA)) {
            String name = reference.substring(SCHEMA.length());
            JsonNode schema = document.path("components").path("schemas").path(name);
            if (schemas.putIfAbsent(name, schema) == null) {
                collect(schema);
            }
        }
        node.forEach(this::collect);
    }

    private static List<String> problems(JsonNode schema, JsonNode value) {
        return SCHEMAS.getSchema(schema).validate(value.toString(), InputFormat.JSON).stream()
                .map(Object::toString).toList();
    }

    @Test
    void documentKeepsToOpenApi() throws IOException {
        try (InputStream schema = OpenApiTest.class.getResourceAsStream("/openapi-3.1.schema.json")) {
            assertThat(SCHEMAS.getSchema(schema, InputFormat.JSON).validate(document.toString(), InputFormat.JSON))
                    .isEmpty();
        }
        assertThat(document.path("servers").toString()).isEqualTo("[{\"url\":\"/\"}]");
    }

    @Test
    void schemaIsJsonSchemaWithASpeakingNameThatExists() {
        assertThat(problems(JSON.readTree("""
                {"additionalProperties": {"$ref": "https://json-schema.org/draft/2020-12/schema"}}"""),
                JSON.valueToTree(schemas))).isEmpty();
        assertThat(schemas).allSatisfy((name, schema) -> {
            assertThat(name).matches("([A-Z][a-z]*)+");
            assertThat(schema.isMissingNode()).as(name).isFalse();
        });
        assertThat(schemas).hasSizeGreaterThan(200);
    }

    @Test
    void operationHasANameASentenceATagAndItsProblems() {
        List<String> wrong = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<String, String> tags = document.path("tags").valueStream().collect(Collectors.toMap(
                tag -> tag.path("name").asString(), tag -> tag.path("description").asString("")));
        operations.forEach((name, operation) -> {
            String id = operation.path("operationId").asString("");
            if (!ids.add(id) || !id.matches("[a-z]+([A-Z][a-z]*)+")) {
                wrong.add(name + " is called '" + id + "'");
            }
            if (operation.path("summary").asString("").isBlank()
                    || operation.path("description").asString("").isBlank()) {
                wrong.add(name + " is not described");
            }
            JsonNode tag = operation.path("tags");
            if (tag.size() != 1 || tags.getOrDefault(tag.path(0).asString(), "").isBlank()) {
                wrong.add(name + " is of " + tag);
            }
            JsonNode responses = operation.path("responses");
            if (!responses.has("401") || !responses.has("403") || !responses.has("default")
                    || responses.propertyNames().stream().noneMatch(status -> status.startsWith("2"))) {
                wrong.add(name + " answers " + responses.propertyNames());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void parameterIsOneDescribedAndNotRequiredInAQuery() {
        List<String> wrong = new ArrayList<>();
        operations.forEach((name, operation) -> {
            Set<String> names = new HashSet<>();
            operation.path("parameters").forEach(parameter -> {
                String at = name + " " + parameter.path("name").asString();
                if (!names.add(parameter.path("in").asString() + parameter.path("name").asString())) {
                    wrong.add(at + " is there twice");
                }
                if (parameter.path("in").asString().equals("query") && parameter.path("required").asBoolean()) {
                    wrong.add(at + " is required");
                }
                describe(at, parameter, parameter.path("schema"), parameter.path("example"), wrong);
            });
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void memberIsDescribedWithAnExampleThatFits() {
        List<String> wrong = new ArrayList<>();
        schemas.forEach((name, schema) -> {
            if (schema.path("description").asString("").isBlank()) {
                wrong.add(name + " is not described");
            }
            schema.path("properties").properties().forEach(member -> describe(name + "." + member.getKey(),
                    member.getValue(), member.getValue(), member.getValue().path("examples").path(0), wrong));
        });
        assertThat(wrong).as("a missing sentence is a missing @param, a missing example a line of examples.properties")
                .isEmpty();
    }

    private static void describe(String at, JsonNode described, JsonNode schema, JsonNode example, List<String> wrong) {
        if (described.path("description").asString("").isBlank()) {
            wrong.add(at + " is not described");
        }
        boolean composed = schema.has("$ref") || schema.path("items").has("$ref");
        if (!composed && example.isMissingNode()) {
            wrong.add(at + " has no example");
        } else if (!composed && !schema.path("type").asString("").equals("string")) {
            problems(schema, example).forEach(problem -> wrong.add(at + ": " + problem));
        }
    }

    @Test
    void documentShowsTheWireAndNothingInside() {
        String things = JSON.writeValueAsString(schemas);
        assertThat(things).doesNotContain(" null ");
        assertThat(things + operations).doesNotContain("ink.dreamnet", "java.", "JsonNode", "StreamingResponseBody");
        assertThat(document.at("/components/schemas/Agent/properties/heartbeatPeriodMs/type").asString())
                .isEqualTo("integer");
        assertThat(Objects.requireNonNull(schemas.get("Severity")).path("enum").toString())
                .isEqualTo("[\"low\",\"medium\",\"high\",\"critical\"]");
        JsonNode task = Objects.requireNonNull(schemas.get("Task"));
        assertThat(task.at("/properties/proposedAt/format").asString()).isEqualTo("date-time");
        assertThat(task.path("properties").propertyNames())
                .contains("id", "status", "weakPointId", "severity", "contentHash", "verification", "evidence")
                .doesNotContain("proposal", "approval");
        assertThat(task.path("required").toString()).contains("\"weakPointId\"", "\"contentHash\"")
                .doesNotContain("\"squadId\"", "\"verification\"");
        JsonNode parameters = document.path("paths").path("/api/halo/tasks").path("get").path("parameters");
        assertThat(parameters.valueStream().filter(parameter -> parameter.path("name").asString().equals("subject"))
                .map(parameter -> parameter.at("/schema/type").asString())).containsExactly("string");
    }

    @Test
    void answerIsAsDescribed() {
        String closed = "{\"url\": \"http://127.0.0.1:%d/\", \"attempts\": 1}".formatted(FleetServer.closedPort());
        api.put("/api/halo/endpoints/described", closed);
        api.put("/api/halo/agents/described", "{\"role\": \"DeployKeeper\"}");
        api.post("/api/halo/run", "{}");
        List<String> wrong = new ArrayList<>();
        operations.forEach((name, operation) -> {
            String path = name.substring(name.indexOf(' ') + 1);
            JsonNode schema = operation.at("/responses/200/content/application~1json/schema");
            if (name.startsWith("get") && !path.contains("{") && !schema.isMissingNode()) {
                compare(name, schema, api.get(path).body(), wrong);
            }
        });
        assertThat(wrong).isEmpty();
    }

    /// A member that is not described, or is missing although it is always there.
    private void compare(String at, JsonNode described, JsonNode value, List<String> wrong) {
        JsonNode schema = described.has("$ref")
                ? Objects.requireNonNull(schemas.get(described.path("$ref").asString().substring(SCHEMA.length())))
                : described;
        if (value.isArray()) {
            value.forEach(item -> compare(at + "[]", schema.path("items"), item, wrong));
        } else if (value.isObject() && schema.has("properties")) {
            schema.path("required").valueStream().map(JsonNode::asString).filter(name -> !value.hasNonNull(name))
                    .forEach(name -> wrong.add(at + "." + name + " is missing"));
            value.properties().forEach(member -> {
                JsonNode known = schema.path("properties").path(member.getKey());
                if (known.isMissingNode()) {
                    wrong.add(at + "." + member.getKey() + " is not described");
                }
                compare(at + "." + member.getKey(), known, member.getValue(), wrong);
            });
        } else if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            wrong.add("%s is %s".formatted(at, value));
        }
    }

    @Test
    void documentWhenAskedForAsYamlIsTheSame() {
        Api.Answer yaml = api.get("/v3/api-docs.yaml");
        assertThat(yaml.response().headers().firstValue("Content-Type")).hasValue("application/vnd.oai.openapi");
        assertThat(JSON.<JsonNode>valueToTree(new Yaml().load(yaml.response().body()))).isEqualTo(document);
    }

    @Test
    void swaggerUiWhenOpenedShowsTheDocument() {
        assertThat(api.get("/swagger-ui.html").response().headers().firstValue("Location"))
                .hasValue("/swagger-ui/index.html");
        assertThat(api.get("/swagger-ui/index.html").response().body()).contains("Swagger UI");
        assertThat(api.get("/swagger-ui/swagger-ui-bundle.js").status()).isEqualTo(200);
        assertThat(api.get("/swagger-ui/start.js").response().body()).contains("'../v3/api-docs'");
    }
}

package ink.dreamnet.halo.web;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class OpenApiTest {

    @Autowired
    Api api;

    @Test
    void apiDocsWhenAskedDescribePagingProblemsAndTheToken() {
        JsonNode docs = api.get("/v3/api-docs").body();
        assertThat(docs.path("info").path("title").asString()).isEqualTo("HALO");
        assertThat(docs.at("/components/securitySchemes/token/scheme").asString()).isEqualTo("bearer");
        assertThat(docs.at("/components/schemas/Problem/properties").propertyNames()).contains("type", "title",
                "status",
                "detail", "instance", "ok", "error", "errors");
        JsonNode page = docs.path("paths").path("/api/halo/shapes/page").path("get");
        assertThat(page.path("parameters").valueStream().map(parameter -> parameter.path("name").asString()))
                .containsExactly("limit", "before");
        assertThat(page.at("/parameters/0/schema/maximum").asInt()).isEqualTo(200);
        assertThat(
                page.path("responses").path("default").path("content").path("application/problem+json").path("schema")
                        .path("$ref").asString())
                .isEqualTo("#/components/schemas/Problem");
    }

    @Test
    void apiDocsWhenTypesTravelDifferentlyDescribeTheWire() {
        JsonNode docs = api.get("/v3/api-docs").body();
        JsonNode thing = docs.at("/components/schemas/Thing/properties");
        assertThat(thing.at("/severity/enum").toString()).isEqualTo("[\"low\",\"medium\",\"high\",\"critical\"]");
        assertThat(thing.at("/waitMs/type").asString()).isEqualTo("integer");
        assertThat(thing.at("/at/format").asString()).isEqualTo("date-time");
        assertThat(docs.at("/components/schemas/TaskView/properties").propertyNames())
                .contains("id", "status", "weakPointId", "severity", "contentHash", "verification", "evidence")
                .doesNotContain("proposal", "approval");
        JsonNode parameters = docs.path("paths").path("/api/halo/shapes/params").path("get").path("parameters");
        assertThat(parameters.valueStream().filter(parameter -> parameter.path("name").asString().equals("subject"))
                .map(parameter -> parameter.at("/schema/type").asString())).containsExactly("string");
    }

    @Test
    void swaggerUiWhenOpenedIsThere() {
        assertThat(api.get("/swagger-ui/index.html").response().body()).contains("Swagger UI");
    }
}

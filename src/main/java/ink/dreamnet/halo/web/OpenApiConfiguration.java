package ink.dreamnet.halo.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.core.PageQuery;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;

/// The description of the API at `/v3/api-docs`, for Swagger UI and for generated clients.
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class OpenApiConfiguration {

    private static final String PROBLEM = "Problem";
    private static final String TOKEN = "token";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(PageQuery.class);
        SpringDocUtils.getConfig().replaceWithSchema(Duration.class,
                new IntegerSchema().format("int64").description("milliseconds"));
    }

    @Bean
    OpenAPI haloApi(ObjectProvider<BuildProperties> build) {
        BuildProperties built = build.getIfAvailable();
        String version = built == null || built.getVersion() == null ? "development" : built.getVersion();
        SecurityScheme token = new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")
                .description("HALO_ADMIN_TOKEN; needed only where that is set");
        return new OpenAPI()
                .info(new Info().title("HALO").version(version).description("""
                        The self-healing loop of DreamNet. Success is `{"ok": true, …}`; every error is a problem \
                        (RFC 9457) with `"ok": false` and `error`. Times are UTC with milliseconds, durations are \
                        milliseconds. Lists page by `limit` and `before`, and answer `next` when there is more."""))
                .servers(List.of(new Server().url("/")))
                .components(new Components().addSecuritySchemes(TOKEN, token).addSchemas(PROBLEM, problem()))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    @Bean
    OperationCustomizer pagingAndProblems() {
        return (operation, handler) -> {
            boolean pages = Arrays.stream(handler.getMethodParameters()).map(MethodParameter::getParameterType)
                    .anyMatch(type -> type == PageQuery.class);
            if (pages) {
                page(operation);
            }
            ApiResponses responses = operation.getResponses() == null ? new ApiResponses() : operation.getResponses();
            operation.setResponses(responses.addApiResponse("default", anyProblem()));
            return operation;
        };
    }

    private static void page(Operation operation) {
        operation.addParametersItem(query("limit", "how many entries at most", new IntegerSchema()
                .minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(PageQuery.MAX_LIMIT))
                ._default(PageQuery.DEFAULT_LIMIT)));
        operation.addParametersItem(
                query("before", "the `next` of the page before, to get the one after it", new StringSchema()));
    }

    private static Parameter query(String name, String description, Schema<?> schema) {
        return new QueryParameter().name(name).description(description).required(false).schema(schema);
    }

    private static ApiResponse anyProblem() {
        return new ApiResponse().description("What is wrong").content(new Content().addMediaType(
                org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                new MediaType().schema(new Schema<>().$ref(PROBLEM))));
    }

    private static Schema<?> problem() {
        Schema<?> error = new ObjectSchema().addProperty("field", new StringSchema())
                .addProperty("message", new StringSchema()).required(List.of("field", "message"));
        return new ObjectSchema().description("Problem details (RFC 9457)")
                .addProperty("type", new StringSchema().format("uri"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("what is wrong, in one sentence"))
                .addProperty("instance", new StringSchema().format("uri-reference"))
                .addProperty("ok", new BooleanSchema()._default(false))
                .addProperty("error", new StringSchema().description("the same as detail"))
                .addProperty("errors", new ArraySchema().items(error).description("field by field, for invalid input"))
                .addProperty("reference",
                        new StringSchema().description("for a failure of HALO: names the log line that has the cause"))
                .required(List.of("type", "title", "status", "ok", "error"));
    }
}

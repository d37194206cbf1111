package ink.dreamnet.halo.web.openapi;

import java.time.Duration;
import java.util.List;

import ink.dreamnet.halo.core.PageQuery;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MapSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The description of the API at `/v3/api-docs`, for Swagger UI and for generated clients.
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class OpenApiConfiguration {

    private static final String TOKEN = "token";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(PageQuery.class);
        SpringDocUtils.getConfig().replaceWithSchema(Duration.class,
                new IntegerSchema().format("int64").description("milliseconds"));
        SpringDocUtils.getConfig().replaceWithSchema(JsonNode.class,
                new MapSchema().additionalProperties(new Schema<>()));
        // one type for each of them in a generated client
        ModelResolver.enumsAsRef = true;
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
                .components(ProblemResponses.declaredIn(new Components().addSecuritySchemes(TOKEN, token)))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    @Bean
    OperationRules operationRules() {
        return new OperationRules();
    }

    @Bean
    DocumentRules documentRules(JsonMapper json) {
        return new DocumentRules(new Examples(json));
    }
}

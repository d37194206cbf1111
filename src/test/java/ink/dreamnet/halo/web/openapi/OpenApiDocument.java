package ink.dreamnet.halo.web.openapi;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import ink.dreamnet.halo.HaloApplication;
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
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes the description of the API: what springdoc reads from the controllers, completed by rules. No HALO runs for it, and the
/// controllers are there without what they need.
final class OpenApiDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();
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

    private OpenApiDocument() {
    }

    /// @return JSON, indented, with a line break at its end; always the same for the same sources
    static String make() {
        StringBuilder text = new StringBuilder();
        Comments comments = new Comments();
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class, SpringDocConfiguration.class,
                        SpringDocConfigProperties.class, SpringDocWebMvcConfiguration.class))
                .withPropertyValues("springdoc.api-docs.enabled=true", "springdoc.override-with-generic-response=false",
                        "springdoc.default-produces-media-type=application/json", "springdoc.use-fqn=true",
                        "springdoc.enable-javadoc=false")
                .withBean(OpenAPI.class, OpenApiDocument::beginning)
                .withBean(OperationRules.class, () -> new OperationRules(comments))
                .withBean(DocumentRules.class, () -> new DocumentRules(comments, new Examples(JSON)))
                .withInitializer(OpenApiDocument::addControllers)
                .run(context -> text.append(indented(context.getBean(OpenApiWebMvcResource.class))));
        return text.append('\n').toString();
    }

    private static OpenAPI beginning() {
        SecurityScheme token = new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")
                .description("HALO_ADMIN_TOKEN; needed only where that is set");
        return new OpenAPI()
                // the version is known when it is answered
                .info(new Info().title("HALO").version("development").description("""
                        The self-healing loop of DreamNet. Success is `{"ok": true, …}`; every error is a problem \
                        (RFC 9457) with `"ok": false` and `error`. Times are UTC with milliseconds, durations are \
                        milliseconds. Lists page by `limit` and `before`, and answer `next` when there is more."""))
                .servers(List.of(new Server().url("/")))
                .components(ProblemResponses.declaredIn(new Components().addSecuritySchemes(TOKEN, token)))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    private static void addControllers(ConfigurableApplicationContext context) {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        scan.addExcludeFilter(new AnnotationTypeFilter(TestComponent.class));
        SpringObjenesis empty = new SpringObjenesis();
        scan.findCandidateComponents(HaloApplication.class.getPackageName()).stream()
                .map(found -> Objects.requireNonNull(((AnnotatedBeanDefinition) found).getBeanClassName())).sorted()
                .forEach(name -> {
                    Class<?> type = ClassUtils.resolveClassName(name, null);
                    RootBeanDefinition controller = new RootBeanDefinition(type);
                    controller.setInstanceSupplier(() -> empty.newInstance(type));
                    ((GenericApplicationContext) context).registerBeanDefinition(name, controller);
                });
    }

    private static String indented(OpenApiWebMvcResource springdoc) throws JsonProcessingException {
        JsonNode document = JSON.readTree(springdoc.openapiJson(new MockHttpServletRequest(), "/v3/api-docs",
                Locale.ENGLISH));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    }
}

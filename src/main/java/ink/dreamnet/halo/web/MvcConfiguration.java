package ink.dreamnet.halo.web;

import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.core.RequestId;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedJson;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.task.TaskDecorator;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// How requests are read and refused, and answers are written.
@Configuration(proxyBeanMethods = false)
class MvcConfiguration implements WebMvcConfigurer {

    /// Whose callers are not HALO's, and may send more than is read here.
    private static final String[] OF_DREAMNET = {"/api/dna/**", "/api/resonance/**"};

    /// Writes what is shown to callers.
    private final JsonMapper json;

    /// @param customizers what the mapper of everything else is made by
    MvcConfiguration(ObjectProvider<JsonMapperBuilderCustomizer> customizers) {
        JsonMapper.Builder masked = JsonMapper.builder(JsonFactory.builder()
                .addDecorator((factory, generator) -> new MaskedJson(generator)).build());
        customizers.orderedStream().forEach(each -> each.customize(masked));
        this.json = masked.build();
    }

    @Bean
    static WebMvcRegistrations handlersByPath() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new IndexedHandlerMapping();
            }
        };
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverterFactory(new WireConverters());
        registry.addConverter(String.class, SubjectRef.class, SubjectRef::parse);
        registry.addConverter(new Instants());
    }

    /// Reads times that every database can keep; an empty text is none.
    private static final class Instants implements Converter<String, @Nullable Instant> {

        @Override
        public @Nullable Instant convert(String text) {
            return Texts.instant("value", text);
        }
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new PageQueryResolver());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new MediaTypeInterceptor()).addPathPatterns("/api/**");
        registry.addInterceptor(new QueryParameterInterceptor()).addPathPatterns("/api/**")
                .excludePathPatterns(OF_DREAMNET);
    }

    /// Leaves out YAML, which would be a second wire where a library has brought a converter for it.
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.withJsonConverter(new PrettyJson(json));
        builder.configureMessageConvertersList(converters -> converters.removeIf(converter -> converter
                .getSupportedMediaTypes().stream().anyMatch(type -> type.getSubtype().contains("yaml"))));
    }

    /// What is written by another thread, such as an answer in pieces, is logged as of its request.
    @Bean
    TaskDecorator requestOfTasks() {
        return RequestId::carriedBy;
    }

    /// A slash in an id arrives as `%2F` and stays it until the path was split.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
        return factory -> factory.addConnectorCustomizers(connector -> connector
                .setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }

    /// Last, so that its valve stands inside of Boot's, which would answer with an empty page.
    @Bean
    @Order
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve(json)));
    }
}

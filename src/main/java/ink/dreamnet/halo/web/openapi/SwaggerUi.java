package ink.dreamnet.halo.web.openapi;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/// Serves Swagger UI as it was published, but for the page around it, which says where the description is.
@Configuration(proxyBeanMethods = false)
class SwaggerUi implements WebMvcConfigurer {

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/swagger-ui/**").addResourceLocations(
                "classpath:/ink/dreamnet/halo/web/openapi/swagger-ui/",
                "classpath:/META-INF/resources/webjars/swagger-ui/"
                        + new WebJarVersionLocator().version("swagger-ui") + "/");
    }
}

package ink.dreamnet.halo.demo;

import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.filter.AnnotationTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;

/// Nothing of the demo fleet is there without its profile.
@HaloTest
@OnH2
class DemoProfileTest {

    @Autowired
    ApplicationContext context;

    private static Set<String> found(String... profiles) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.setActiveProfiles(profiles);
        // as HaloApplication scans
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(true,
                environment);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scan.findCandidateComponents("ink.dreamnet.halo.demo").stream().map(BeanDefinition::getBeanClassName)
                .collect(Collectors.toSet());
    }

    @Test
    void scanWithoutProfileFindsNoBeans() {
        assertThat(found()).isEmpty();
        assertThat(found("production")).isEmpty();
        assertThat(found("demo")).contains(Demo.class.getName(), DemoProperties.class.getName());
    }

    @Test
    void haloWithoutProfileHasNeitherBeansNorSettingsOfIt() {
        assertThat(context.getBeanDefinitionNames()).noneSatisfy(name -> assertThat(context.getType(name))
                .matches(type -> type != null && type.getPackageName().startsWith(Demo.class.getPackageName())));
        assertThat(context.getEnvironment().getProperty("halo.demo.step")).isNull();
    }
}

package ink.dreamnet.halo;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import ink.dreamnet.halo.support.ContextLock;
import ink.dreamnet.halo.support.HaloTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/// A context costs seconds of each build. What a new test needs is best put into one that there is (docs/testing.md).
class ContextsTest {

    private static final int MOST = 10;

    @Test
    void suiteStartsFewContexts() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(HaloTest.class));
        Map<MergedContextConfiguration, List<String>> contexts = scan.findCandidateComponents("ink.dreamnet.halo")
                .stream()
                .map(BeanDefinition::getBeanClassName).map(Objects::requireNonNull)
                .collect(Collectors.groupingBy(name -> ContextLock.contextOf(ClassUtils.resolveClassName(name, null))));
        // one more is started by PluginsTest
        assertThat(contexts.values()).hasSizeBetween(2, MOST);
    }
}

package ink.dreamnet.halo.support;

import java.util.Objects;
import java.util.Set;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.annotation.DeterminableImports;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/// Puts every class of the tests with `@TestComponent` into every context of a [HaloTest], so that all of them can be one: what
/// such a bean does is nothing, until a test tells it.
class TestBeans implements ImportSelector, DeterminableImports {

    private static final String[] FOUND = find();

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        return FOUND.clone();
    }

    /// So that Spring knows that contexts are the same whatever else stands on a class of tests.
    @Override
    public Set<Object> determineImports(AnnotationMetadata importing) {
        return Set.of((Object[]) FOUND);
    }

    private static String[] find() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(TestComponent.class, false));
        return scan.findCandidateComponents("ink.dreamnet.halo").stream().map(BeanDefinition::getBeanClassName)
                .map(Objects::requireNonNull).toArray(String[]::new);
    }
}

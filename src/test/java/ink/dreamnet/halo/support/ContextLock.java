package ink.dreamnet.halo.support;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.support.DefaultBootstrapContext;

/// Lets classes with the same application context follow each other, and those with different ones run beside each other.
public final class ContextLock implements ResourceLocksProvider {

    private static final Map<MergedContextConfiguration, String> NAMES = new ConcurrentHashMap<>();

    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
        return Set.of(new Lock(NAMES.computeIfAbsent(contextOf(testClass), _ -> "context " + NAMES.size())));
    }

    /// @return what the context of a test is made from; classes for which it is equal share one
    public static MergedContextConfiguration contextOf(Class<?> testClass) {
        SpringBootTestContextBootstrapper bootstrapper = new SpringBootTestContextBootstrapper();
        bootstrapper.setBootstrapContext(new DefaultBootstrapContext(testClass,
                new DefaultCacheAwareContextLoaderDelegate()));
        return bootstrapper.buildMergedContextConfiguration();
    }
}

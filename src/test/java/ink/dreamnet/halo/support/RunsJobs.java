package ink.dreamnet.halo.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A class whose tests wait for recurring jobs, which run by their schedule in it. In all other classes with a context a recurring job runs
/// only where a test runs it by hand.
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RunsJobs {

    /// @return their names, as `halo-subjects`
    String[] value();
}

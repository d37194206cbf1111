package ink.dreamnet.halo.code;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.stereotype.Component;

/// Declares a [Check]: it makes the class a bean and names every code that it can report.
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reports {

    /// @return the codes, those of what is counted included ([Check#increased])
    String[] value();
}

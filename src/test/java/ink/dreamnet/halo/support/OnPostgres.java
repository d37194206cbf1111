package ink.dreamnet.halo.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Order;
import org.springframework.test.context.ContextConfiguration;

/// Runs a [HaloTest] on a PostgreSQL database of its own. Those that share a context follow each other:
/// the longest ways through the suite, which therefore begin first.
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Order(0)
@ContextConfiguration(initializers = TestDatabase.Postgres.class)
public @interface OnPostgres {
}

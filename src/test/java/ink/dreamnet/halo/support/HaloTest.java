package ink.dreamnet.halo.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ink.dreamnet.halo.HaloApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/// Starts the whole service on a free port with a settable [TestClock] and with its schedule off, so that only what the
/// test asks for runs. Put it on the abstract contract and [OnH2] or [OnPostgres] on its two subclasses.
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = HaloApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
        "halo.triggers.time.enabled=false", "server.address=127.0.0.1",
        "management.tracing.export.enabled=false"})
@Import({TestClock.Configuration.class, Api.Configuration.class})
public @interface HaloTest {
}

package ink.dreamnet.halo.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

import ink.dreamnet.halo.HaloApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/// What the database of an installation without PostgreSQL must bear.
class DefaultDatabaseTest {

    @TempDir
    Path directory;

    @Test
    void interruptWhenAnAnalyzerReadsTheDatabaseHarmsNobodyElse() throws Exception {
        String url = url();
        try (Connection other = DriverManager.getConnection(url + ";CACHE_SIZE=64", "sa", "")) {
            other.createStatement().execute("create table big (id int primary key, filling varchar)");
            other.createStatement()
                    .execute("insert into big select x, repeat('x', 20000) from system_range(1, 2000)");
            CountDownLatch reading = new CountDownLatch(1);
            Thread analyzer = Thread.ofVirtual().start(() -> readUntilInterrupted(url, reading));
            reading.await();
            analyzer.interrupt();
            assertThat(analyzer.join(Duration.ofSeconds(20))).isTrue();
            other.createStatement().execute("insert into big values (0, 'still there')");
            other.createStatement().executeQuery("select sum(length(filling || id)) from big").close();
        }
    }

    private static void readUntilInterrupted(String url, CountDownLatch reading) {
        try (Connection mine = DriverManager.getConnection(url, "sa", "")) {
            while (!Thread.currentThread().isInterrupted()) {
                mine.createStatement().executeQuery("select sum(length(filling || id)) from big").close();
                reading.countDown();
            }
        } catch (SQLException failed) {
            reading.countDown();
        }
    }

    /// The default URL, with its file in the test's directory.
    private String url() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("defaults.yml", HaloApplication.class));
        Properties properties = Objects.requireNonNull(yaml.getObject());
        String url = properties.getProperty("spring.datasource.url");
        assertThat(url).contains("./data/halo");
        return url.replace("./data/halo", directory.resolve("halo").toString());
    }
}

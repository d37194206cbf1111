package ink.dreamnet.halo.configuration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class LibraryFailureAnalyzerTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none.crt |                        | none.crt (No such file or directory)
            rubbish  |                        | Missing certificates or unrecognized format
            none.crt | reload-on-update=true  | none.crt' is neither a file nor a directory
            """)
    void analyzeWhenAFileIsNotThereOrNoneOfItsKindNamesIt(String file, String more, String says) throws Exception {
        Files.writeString(directory.resolve("rubbish"), "rubbish");
        String bundle = "spring.ssl.bundle.pem.halo.";
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues(bundle + "truststore.certificate=file:" + directory.resolve(file),
                        bundle + (more == null ? "reload-on-update=false" : more))
                .run(context -> {
                    Throwable failure = context.getStartupFailure() == null
                            ? catchThrowable(() -> context.getBean(SslBundles.class).getBundle("halo").getStores()
                                    .getTrustStore())
                            : context.getStartupFailure();
                    FailureAnalysis analysis = Objects.requireNonNull(new LibraryFailureAnalyzer(null).analyze(
                            new IllegalStateException("Unable to start web server", failure)));
                    assertThat(analysis.getDescription()).startsWith("HALO cannot speak TLS").contains(says);
                    assertThat(analysis.getAction()).contains("server.ssl.*", "spring.ssl.bundle.*");
                });
    }

    private FailureAnalysis ofDatabase(String url, String... properties) {
        AtomicReference<@Nullable FailureAnalysis> analysis = new AtomicReference<>();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=" + url).withPropertyValues(properties).run(context -> {
                    Throwable failure = context.getStartupFailure() == null
                            ? catchThrowable(
                                    () -> context.getBean(JdbcTemplate.class).queryForObject("select 1", Integer.class))
                            : context.getStartupFailure();
                    analysis.set(new LibraryFailureAnalyzer(new MockEnvironment()
                            .withProperty("spring.datasource.url", url)).analyze(failure));
                });
        return Objects.requireNonNull(analysis.get());
    }

    @Test
    void analyzeWhenTheDatabaseCannotBeOpenedSaysWhyAndShowsTheProperties() throws Exception {
        Path rubbish = Files.writeString(directory.resolve("rubbish.mv.db"), "rubbish");
        String file = "jdbc:h2:async:" + directory.resolve("rubbish");
        assertThat(ofDatabase(file).getDescription()).startsWith("HALO cannot open its database.")
                .contains(rubbish.toString(), "\n  spring.datasource.url: " + file);
        assertThat(ofDatabase(file, "spring.datasource.driver-class-name=com.example.Nope").getDescription())
                .contains("com.example.Nope");
        assertThat(ofDatabase("jdbc:h2:async:" + directory.resolve("new") + ";WRITE_DELAYY=0").getDescription())
                .contains("WRITE_DELAYY");
        FailureAnalysis port = ofDatabase("jdbc:postgresql://127.0.0.1:99999/halo?password=hunter22");
        assertThat(port.getDescription()).contains("127.0.0.1:99999").doesNotContain("hunter22");
        assertThat(port.getAction()).contains("docs/operations.md#the-database");
    }

    @Test
    void analyzeWhenAStatementFailsSaysNothing() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=" + TestDatabase.newH2Url())
                .run(context -> assertThat(new LibraryFailureAnalyzer(null).analyze(
                        catchThrowable(() -> context.getBean(JdbcTemplate.class).execute("select nonsense"))))
                        .isNull());
    }

    @ParameterizedTest
    @CsvSource({"'a: b\n c: hunter22',line 2", "'a: 1\na: hunter22',duplicate key a", "'a: m\u00fcller',UTF-8"})
    void analyzeWhenAFileOfTheConfigurationIsWrongSaysWhereAndQuotesNothing(String text, String says) {
        Throwable failure = catchThrowable(() -> new YamlPropertySourceLoader().load("some",
                new ByteArrayResource(text.getBytes(StandardCharsets.ISO_8859_1))));
        assertThat(Objects.requireNonNull(new LibraryFailureAnalyzer(null).analyze(failure)).getDescription())
                .startsWith("The configuration cannot be read.").contains(says).doesNotContain("hunter22");
    }

    @Test
    void analyzeWhenThePortIsNoneShowsIt() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(99_999);
        Throwable failure = catchThrowable(() -> factory.getWebServer().start());
        FailureAnalysis analysis = Objects.requireNonNull(
                new LibraryFailureAnalyzer(new MockEnvironment().withProperty("server.port", "99999"))
                        .analyze(failure));
        assertThat(analysis.getDescription()).startsWith("HALO cannot listen").contains("out of range",
                "server.port: 99999");
        assertThat(analysis.getAction()).contains("0 to 65535");
    }

    @Test
    void analyzeWhenSomethingElseFailedSaysNothing() {
        assertThat(new LibraryFailureAnalyzer(null)
                .analyze(new IllegalStateException(new StartRefusedException("a", "b"))))
                .isNull();
    }
}

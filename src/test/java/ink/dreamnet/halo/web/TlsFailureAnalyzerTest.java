package ink.dreamnet.halo.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import ink.dreamnet.halo.core.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class TlsFailureAnalyzerTest {

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
                    FailureAnalysis analysis = Objects.requireNonNull(new TlsFailureAnalyzer().analyze(
                            new IllegalStateException("Unable to start web server", failure)));
                    assertThat(analysis.getDescription()).startsWith("HALO cannot speak TLS").contains(says);
                    assertThat(analysis.getAction()).contains("server.ssl.*", "spring.ssl.bundle.*");
                });
    }

    @Test
    void analyzeWhenSomethingElseFailedSaysNothing() {
        assertThat(new TlsFailureAnalyzer().analyze(new IllegalStateException(new StartRefusedException("a", "b"))))
                .isNull();
    }
}

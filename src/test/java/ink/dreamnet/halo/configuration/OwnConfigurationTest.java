package ink.dreamnet.halo.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

class OwnConfigurationTest {

    @TempDir
    Path directory;

    @Test
    void ownFilesWhenConfigurationIsReadHasItsFilesAndThoseOfItsSecrets() throws Exception {
        Path main = Files.writeString(directory.resolve("application.yml"),
                """
                        spring.config.import: "configtree:%1$s/tree/,optional:file:%1$s/more.yml"
                        halo.repositories: [{id: a, path: /srv/a, credentials: {file: /run/secrets/git}}, {id: b, url: "file:///srv/b"}]
                        halo.security.operators: [{name: anna, token: "file:/run/secrets/anna"}]
                        server.ssl.key-store: /etc/halo/keys.p12
                        """
                        .formatted(directory));
        Path imported = Files.writeString(directory.resolve("more.yml"), "a: 1");
        Path tree = Files.createDirectories(directory.resolve("tree/db"));
        Path password = Files.writeString(tree.resolve("password"), "p");
        Path user = Files.writeString(tree.resolve("user"), "u");
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("arguments",
                Map.of("spring.config.additional-location", "optional:file:" + directory + "/")));
        ConfigDataEnvironmentPostProcessor.applyTo(environment, new DefaultResourceLoader(), null);
        assertThat(new OwnConfiguration(environment).ownFiles().stream().map(Path::toString))
                .contains(main.toString(), imported.toString(), password.toString(), user.toString(),
                        directory.toString(), "config", "/run/secrets/git", "/run/secrets/anna", "/etc/halo/keys.p12")
                .doesNotContain("/srv/a", "/srv/b", "///srv/b");
    }
}

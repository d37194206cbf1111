package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import ink.dreamnet.halo.core.files.IsolatedGit;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/// A HALO whose configuration declares an endpoint, an environment, a graft, a repository and a squad, for what the API says of declared ones beside its own.
@HaloTest
@TestPropertySource(properties = {
        "halo.endpoints[0].id=declared", "halo.endpoints[0].url=http://127.0.0.1:9/declared",
        "halo.endpoints[0].headers.Authorization=Bearer s3cret",
        "halo.environments[0].id=declared", "halo.environments[0].sources[0].process=true",
        "halo.environments[0].sources[0].prefixes[0]=PLANTED_", "halo.environments[0].variables[0].name=PLANTED_PORT",
        "halo.environments[0].variables[0].type=port", "halo.environment.rules[0].kind=must-differ",
        "halo.grafts[0].id=declared", "halo.grafts[0].type=ui",
        "halo.squads[0].id=declared", "halo.squads[0].members=a,b"})
public abstract class DeclaredFleet {

    /// Where environments may lie.
    protected static final Path ENVIRONMENTS = directory("environments");

    @DynamicPropertySource
    static void places(DynamicPropertyRegistry properties) {
        Path repository = repositoryWithoutNotes();
        // a list is bound from one source of properties
        properties.add("halo.repositories[0].id", () -> "declared");
        properties.add("halo.repositories[0].path", repository::toString);
        properties.add("halo.repositories[0].checks[0].name", () -> "readme");
        properties.add("halo.repositories[0].checks[0].command[0]", () -> "cat");
        properties.add("halo.repositories[0].checks[0].command[1]", () -> "NOTES.md");
        // nobody listens there: whether HALO is cut off is up to what it watches
        properties.add("halo.endpoint.canary", () -> "tcp://127.0.0.1:" + FleetServer.closedPort());
    }

    private static Path directory(String name) {
        try {
            return Files.createTempDirectory("halo-" + name).toRealPath();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path repositoryWithoutNotes() {
        Path work = directory("repository");
        IsolatedGit.install();
        try (Git git = Git.init().setDirectory(work.toFile()).call()) {
            Files.writeString(work.resolve("README.md"), "fine");
            git.add().addFilepattern(".").call();
            git.commit().setMessage("first").setAuthor("test", "test@example.org")
                    .setCommitter("test", "test@example.org").setSign(false).call();
            return work;
        } catch (IOException | GitAPIException failed) {
            throw new IllegalStateException(failed);
        }
    }
}

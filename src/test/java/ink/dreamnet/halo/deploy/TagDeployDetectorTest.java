package ink.dreamnet.halo.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.core.files.IsolatedGit;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// A real repository, which HALO looks at in place and as a remote.
@HaloTest
abstract class TagDeployDetectorTest {

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @TempDir
    Path directory;

    @OnH2
    static class OnH2Test extends TagDeployDetectorTest {
    }

    @OnPostgres
    static class OnPostgresTest extends TagDeployDetectorTest {
    }

    @BeforeEach
    void forget() {
        jdbc.update("delete from deploy");
        jdbc.update("delete from deploy_tags");
        clock.advance(Duration.ofHours(1));
    }

    private static void commit(Git git, String text) throws Exception {
        Files.writeString(git.getRepository().getWorkTree().toPath().resolve("a.txt"), text);
        git.add().addFilepattern("a.txt").call();
        git.commit().setMessage(text).setAuthor("a", "a@example.com").setCommitter("a", "a@example.com").setSign(false)
                .call();
    }

    private static void tag(Git git, String name, boolean annotated) throws Exception {
        git.tag().setName(name).setAnnotated(annotated).setForceUpdate(true).setSigned(false).call();
    }

    private JsonNode lookAndRecorded() {
        assertThat(api.post("/api/halo/run", "{\"subjects\":[\"repository:shop-code\"]}").status()).isEqualTo(200);
        return api.get("/api/halo/deploys?source=tag").body().at("/deploys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "url"})
    void lookWhenARepositoryHasANewTagRecordsADeploy(String where) throws Exception {
        IsolatedGit.install();
        try (Git git = Git.init().setDirectory(directory.resolve("code").toFile()).setInitialBranch("main").call()) {
            commit(git, "one");
            tag(git, "v1.0", false);
            String location = where.equals("path")
                    ? directory.resolve("code").toString()
                    : directory.resolve("code").toUri().toString().replace("file:/", "file:///").replace("////", "//");
            assertThat(api.put("/api/halo/repositories/shop-code",
                    "{\"%s\":\"%s\",\"deploys\":{\"tags\":\"v*\",\"service\":\"shop\",\"environment\":\"production\"}}"
                            .formatted(where, location))
                    .status()).isIn(200, 201);
            assertThat(lookAndRecorded()).isEmpty();

            commit(git, "two");
            tag(git, "build-7", false);
            assertThat(lookAndRecorded()).isEmpty();
            tag(git, "v1.9", false);
            tag(git, "v1.10", true);

            JsonNode recorded = lookAndRecorded();
            assertThat(recorded).hasSize(1);
            assertThat(recorded.at("/0/service").stringValue()).isEqualTo("shop");
            assertThat(recorded.at("/0/version").stringValue()).isEqualTo("v1.10");
            assertThat(recorded.at("/0/environment").stringValue()).isEqualTo("production");
            assertThat(recorded.at("/0/commit").stringValue())
                    .isEqualTo(Objects.requireNonNull(git.getRepository().resolve("HEAD")).name());
            git.tagDelete().setTags("v1.9").call();
            assertThat(lookAndRecorded()).hasSize(1);
        } finally {
            api.delete("/api/halo/repositories/shop-code");
        }
    }

    @Test
    void putWhenGlobIsMissingIsRefused() {
        Api.Answer answer = api.put("/api/halo/repositories/x",
                "{\"path\":\"x\",\"deploys\":{\"service\":\" \"}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors").findValuesAsString("field")).containsExactlyInAnyOrder("deploys.tags",
                "deploys.service");
    }

    @ParameterizedTest
    @CsvSource({"v1.9,v1.10,v1.10", "v2.0-rc.1,v2.0,v2.0", "release-9,release-11,release-11", "a,b,b"})
    void newestChoosesTheHighestVersion(String one, String other, String highest) {
        assertThat(TagDeployDetector.newest(Map.of("old", "0"), Map.of("old", "0", one, "1", other, "2")))
                .hasValue(highest);
        assertThat(TagDeployDetector.newest(Map.of("old", "0"), Map.of("old", "1"))).hasValue("old");
        assertThat(TagDeployDetector.newest(Map.of("old", "0"), Map.of())).isEmpty();
    }
}

package ink.dreamnet.halo.code.dependency;

import java.io.IOException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CommittedInstallCheckTest {

    private static final CommittedInstallCheck CHECK = new CommittedInstallCheck();

    @ParameterizedTest
    @ValueSource(strings = {".modules.yaml", ".package-lock.json", ".yarn-integrity", ".bin/tsc"})
    void nodeModulesWhenCommittedIsSaidOnce(String marker) throws IOException {
        TreeOf tree = TreeOf.files("web/package.json", "{}", "web/node_modules/a/index.js", "",
                "web/node_modules/a/node_modules/" + marker, "");
        assertThat(tree.found(CHECK)).as("files that were copied there on purpose").isEmpty();
        assertThat(tree.with("web/node_modules/" + marker, "").with("web/node_modules/b/index.js", "").found(CHECK))
                .containsExactly(new Finding("repo.install-committed", Severity.MEDIUM, "web/node_modules/" + marker, 0,
                        "is of an installation: remove web/node_modules (4 files) from git and have it ignored"));
    }

    @Test
    void nodeModulesWhenAnActionNeedsThemIsMeant() throws IOException {
        TreeOf tree = TreeOf.files("action.yml", "name: x\nruns:\n  using: node20\n  main: index.js\n",
                "node_modules/.package-lock.json", "{}", "web/node_modules/.package-lock.json", "{}");
        assertThat(tree.found(CHECK)).extracting(Finding::path).containsExactly("web/node_modules/.package-lock.json");
        tree.with("action.yml", "runs:\n  using: composite\n");
        assertThat(tree.found(CHECK)).hasSize(2);
    }

    @Test
    void nodeModulesWhenTestsFeedOnThemIsSilentOrLow() throws IOException {
        assertThat(TreeOf.files("test/fixtures/a/node_modules/.bin/x", "").found(CHECK)).isEmpty();
        assertThat(TreeOf.files("examples/a/node_modules/.bin/x", "").found(CHECK)).extracting(Finding::severity)
                .containsExactly(Severity.LOW);
    }

    @Test
    void virtualEnvironmentWhenCommittedIsMedium() throws IOException {
        TreeOf tree = TreeOf.files("api/.venv/pyvenv.cfg", "home = /usr/bin\n");
        assertThat(tree.found(CHECK)).isEmpty();
        assertThat(tree.with("api/.venv/bin/python", "").found(CHECK)).singleElement().satisfies(found -> {
            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.message()).contains("remove api/.venv (2 files)");
        });
        assertThat(TreeOf.files("v/pyvenv.cfg", "", "v/Scripts/python.exe", "").found(CHECK)).hasSize(1);
    }
}

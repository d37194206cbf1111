package ink.dreamnet.halo.code.dependency;

import java.io.IOException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScriptToolCheckTest {

    private static final ScriptToolCheck CHECK = new ScriptToolCheck();
    private static final String CI = ".github/workflows/ci.yml";
    private static final String RUNS_LINT = "jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
            + "      - run: npm ci\n      - run: npm run lint\n";

    private static TreeOf tree(String lint, String dependencies) {
        return TreeOf.files("package.json",
                "{\"scripts\": {\n\"lint\": \"" + lint + "\"},\n\"devDependencies\": {" + dependencies + "}}",
                "package-lock.json", "{\"packages\": {\"node_modules/vite\": {\"version\": \"7.0.0\"}}}", CI,
                RUNS_LINT);
    }

    @Test
    void toolWhenNobodyDependsOnItIsMediumWhereCiRunsTheScript() throws IOException {
        TreeOf tree = tree("eslint . --max-warnings 0", "\"vite\": \"^7\"");
        Finding found = new Finding("repo.tool-missing", Severity.MEDIUM, "package.json", 2,
                "the script lint runs eslint, but eslint is no dependency here or above, and CI runs it");
        assertThat(tree.found(CHECK)).containsExactly(found);
        assertThat(tree.without(CI).found(CHECK)).extracting(Finding::severity).containsExactly(Severity.LOW);
        assertThat(tree("eslint .", "\"eslint\": \"^9\"").found(CHECK)).isEmpty();
        assertThat(tree("eslint .", "").replacing("package-lock.json", "node_modules/vite", "node_modules/eslint")
                .found(CHECK)).as("another package brings it").isEmpty();
        assertThat(tree("eslint .", "").without("package-lock.json").found(CHECK)).extracting(Finding::severity)
                .as("one may").containsExactly(Severity.LOW);
    }

    @Test
    void toolWhenItComesOtherwiseIsSilent() throws IOException {
        for (String lint : new String[]{"npx eslint .", "pnpm dlx eslint .", "cd web && eslint .", "eslint . || true",
                "node eslint.mjs", "mytool ."}) {
            assertThat(tree(lint, "").found(CHECK)).as(lint).isEmpty();
        }
        assertThat(tree("eslint .", "").with(CI, "jobs:\n  a:\n    steps:\n      - run: npm install -g eslint@9\n")
                .found(CHECK)).isEmpty();
        assertThat(TreeOf
                .files("package.json", "{\"workspaces\": [\"web\"], \"devDependencies\": {\"typescript\": \"5\"}}",
                        "web/package.json",
                        "{\"scripts\": {\"build\": \"tsc -b && vite build\"}, \"dependencies\": {\"vite\": \"7\"}}")
                .found(CHECK)).isEmpty();
    }
}

package ink.dreamnet.halo.code.dependency;

import java.io.IOException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What npm 11.19 does with each of these was seen: `EOVERRIDE`, `EBADPLATFORM` and `ERESOLVE`, and no error for the healthy ones.
class NpmInstallCheckTest {

    private static final String REFUSED = "repo.install-refused";
    private static final NpmInstallCheck CHECK = new NpmInstallCheck();
    private static final String CI = ".github/workflows/ci.yml";

    private static String ci(String runner, String command) {
        return "jobs:\n  a:\n    runs-on: " + runner + "\n    steps:\n      - run: " + command + "\n";
    }

    private static String overriding(String version) {
        return """
                {
                  "devDependencies": {"@rollup/rollup-linux-x64-gnu": "^4.21.0", "vite": "^5.4.0"},
                  "overrides": {
                    "@rollup/rollup-linux-x64-gnu": "%s",
                    "esbuild": "^0.25.0"
                  }
                }
                """.formatted(version);
    }

    @Test
    void overrideWhenADirectDependencyDeclaresAnotherRangeIsRefused() throws IOException {
        TreeOf tree = TreeOf.files("package.json", overriding("latest"), "package-lock.json", "{}");
        assertThat(tree.found(CHECK)).contains(new Finding(REFUSED, Severity.HIGH, "package.json", 4,
                "overrides @rollup/rollup-linux-x64-gnu with latest, but depends on ^4.21.0: npm refuses to install (EOVERRIDE)"));
        assertThat(tree.without("package-lock.json").found(CHECK)).extracting(Finding::severity)
                .containsExactlyInAnyOrder(Severity.MEDIUM, Severity.LOW);
        for (String same : new String[]{"^4.21.0", "$vite", "*"}) {
            assertThat(TreeOf.files("package.json", overriding(same), "package-lock.json", "{}").found(CHECK))
                    .as(same).noneMatch(found -> found.message().startsWith("overrides"));
        }
        assertThat(tree.with("yarn.lock", "").found(CHECK)).noneMatch(found -> found.message().startsWith("overrides"));
    }

    @Test
    void overridesWhenPnpmManagesAreNotRead() throws IOException {
        String manifest = "{\"packageManager\": \"pnpm@10.21.0\", \"dependencies\": {\"a\": \"1\"},\n\"overrides\": {\"vite\": \"7\", \"b\": \"2\"},"
                + " \"pnpm\": {\"overrides\": {\"c>b@1\": \"2\"}}}";
        TreeOf tree = TreeOf.files("package.json", manifest);
        assertThat(tree.found(CHECK)).containsExactly(new Finding("repo.override-unread", Severity.LOW, "package.json",
                2,
                "pnpm does not read overrides of package.json, which pin vite: put them into pnpm.overrides or pnpm-workspace.yaml"));
        assertThat(tree.with("pnpm-workspace.yaml", "overrides:\n  vite: 7\n").found(CHECK)).isEmpty();
        assertThat(TreeOf.files("package.json", manifest.replace("pnpm@10.21.0", "npm@11.0.0")).found(CHECK)).isEmpty();
    }

    @Test
    void platformWhenCiInstallsOnAnotherIsRefused() throws IOException {
        String manifest = "{\"dependencies\": {\"vite\": \"^5\",\n\"@rollup/rollup-win32-x64-msvc\": \"^4.21.0\"}}";
        String name = "@rollup/rollup-win32-x64-msvc is for win32 only, and no optional dependency";
        TreeOf tree = TreeOf.files("package.json", manifest, "package-lock.json",
                "{\"packages\": {\"node_modules/@rollup/rollup-win32-x64-msvc\": {\"version\": \"4.21.0\", \"cpu\": [\"x64\"], \"os\": [\"win32\"]}}}");
        Finding low = new Finding(REFUSED, Severity.LOW, "package.json", 2,
                name + ": npm refuses to install elsewhere (EBADPLATFORM)");
        assertThat(tree.found(CHECK)).containsExactly(low);
        assertThat(tree.with(CI, ci("windows-latest", "npm ci")).found(CHECK)).containsExactly(low);
        assertThat(tree.with(CI, ci("ubuntu-latest", "npm ci --force")).found(CHECK)).containsExactly(low);
        assertThat(tree.with(CI, ci("ubuntu-latest", "npm install")).found(CHECK)).containsExactly(new Finding(REFUSED,
                Severity.MEDIUM, "package.json", 2,
                name + ", but " + CI + ":5 runs npm install on linux: npm refuses (EBADPLATFORM)"));
        String development = manifest.replace("dependencies", "devDependencies");
        assertThat(tree.with("package.json", development).found(CHECK)).extracting(Finding::severity)
                .containsExactly(Severity.MEDIUM);
        assertThat(tree.with(CI, ci("ubuntu-latest", "npm ci --omit=dev")).found(CHECK)).containsExactly(low);
        tree.with("package.json", manifest);
        assertThat(tree.found(CHECK)).extracting(Finding::severity).containsExactly(Severity.MEDIUM);
        tree.without(CI).with("vercel.json", "{\"installCommand\": \"npm install\"}");
        assertThat(tree.found(CHECK)).extracting(Finding::severity).containsExactly(Severity.MEDIUM);
        assertThat(tree.with("package.json", manifest.replace("dependencies", "optionalDependencies")).found(CHECK))
                .isEmpty();
    }

    @Test
    void peerWhenTheLockHasItBeyondItsRangeIsRefused() throws IOException {
        String lock = """
                {
                  "lockfileVersion": 3,
                  "packages": {
                    "": {"devDependencies": {"@vitejs/plugin-react": "^4.3.1", "vite": "^8.1.5"}},
                    "node_modules/@vitejs/plugin-react": {
                      "version": "4.7.0",
                      "peerDependencies": {"vite": "^4.2.0 || ^5.0.0 || ^6.0.0 || ^7.0.0"}
                    },
                    "node_modules/vite": {
                      "version": "8.1.5",
                      "peerDependencies": {"@types/node": "^20.19.0 || >=22.12.0", "esbuild": "^0.27.0"},
                      "peerDependenciesMeta": {"esbuild": {"optional": true}}
                    },
                    "node_modules/esbuild": {"version": "0.25.0"}
                  }
                }
                """;
        String manifest = """
                {"devDependencies": {
                  "@vitejs/plugin-react": "^4.3.1",
                  "esbuild": "^0.25.0",
                  "vite": "^8.1.5"
                }}
                """;
        TreeOf tree = TreeOf.files("package.json", manifest, "package-lock.json", lock);
        Finding found = new Finding(REFUSED, Severity.MEDIUM, "package.json", 2,
                "@vitejs/plugin-react 4.7.0 needs vite ^4.2.0 || ^5.0.0 || ^6.0.0 || ^7.0.0, but the lock has 8.1.5: "
                        + "npm ci refuses (ERESOLVE)");
        assertThat(tree.found(CHECK)).containsExactly(found);
        assertThat(tree.with(CI, ci("ubuntu-latest", "npm ci")).found(CHECK))
                .containsExactly(found.with(Severity.HIGH));
        assertThat(tree.with(CI, ci("ubuntu-latest", "npm ci --legacy-peer-deps")).found(CHECK)).isEmpty();
        tree.without(CI);
        assertThat(tree.with(".npmrc", "legacy-peer-deps=true\n").found(CHECK)).isEmpty();
        tree.without(".npmrc");
        assertThat(tree.replacing("package-lock.json", "8.1.5\",", "7.3.8\",").found(CHECK)).isEmpty();
    }
}

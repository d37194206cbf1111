package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// How npm 11, pnpm 9, Yarn 1 and 4 take a script that is not there was tried with each of them.
class CommandReferenceCheckTest {

    private static final String MANIFEST = """
            {
              "name": "@shop/root",
              "scripts": {
                "check": "tsc --noEmit",
                "build:app": "vite build",
                "verify": "%s"
              }
            }""";
    private static final String WORKFLOW = """
            name: CI
            on: push
            jobs:
              test:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                  - uses: actions/setup-node@v4
                    with: { cache: npm }
                  - name: verify
                    run: |
                      npm ci
                      %s
            """;

    private static TreeOf shop() {
        return TreeOf.files("package.json", MANIFEST.formatted("true"), "pnpm-workspace.yaml", "packages: [packages/*]",
                "packages/web/package.json", "{\"name\": \"@shop/web\", \"scripts\": {\"build\": \"vite build\"}}",
                "packages/web/src/main.ts", "", "scripts/check.mjs", "", "requirements.txt", "", "test/a.test.ts", "",
                "tsconfig.json", "{}", "Makefile", "");
    }

    private static List<Finding> inManifest(String command) throws IOException {
        return shop().with("package.json", MANIFEST.formatted(command)).found(new CommandReferenceCheck());
    }

    private static List<Finding> inWorkflow(String command) throws IOException {
        return shop().with(".github/workflows/ci.yml", WORKFLOW.formatted(command))
                .found(new CommandReferenceCheck());
    }

    @ParameterizedTest
    @CsvSource({"npm run chekc, npm run check", "npm test, npm run build:app",
            "npm -s run gone -- --watch, npm -s run check -- --watch", "pnpm run gone, pnpm run check",
            "pnpm run -s gone, pnpm run -s check", "pnpm build:ap, pnpm build:app", "yarn build:ap, yarn build:app",
            "yarn run build:ap, yarn run build:app", "node --run gone, node --run check",
            "tsc && npm run gone, tsc && npm run check", "npm run gone -w @shop/web, npm run build -w @shop/web",
            "npm run check --workspace=packages/web, npm run build --workspace=packages/web",
            "npm --prefix packages/web run check, npm --prefix packages/web run build",
            "pnpm -C packages/web run check, pnpm -C packages/web run build",
            "cd packages/web && npm run check, cd packages/web && npm run build",
            "(cd packages/web && npm run build) && npm run build, (cd packages/web && npm run build) && npm run check",
            "cross-env CI=1 npm run gone, cross-env CI=1 npm run check", "npm start, npm run check"})
    void scriptWhenThePackageDoesNotHaveItIsMedium(String broken, String healthy) throws IOException {
        assertThat(inManifest(broken)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.script-missing");
            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.line()).isEqualTo(6);
            assertThat(found.message()).startsWith("the script verify runs the script ");
        });
        assertThat(inWorkflow(broken)).singleElement().satisfies(found -> {
            assertThat(found.path()).isEqualTo(".github/workflows/ci.yml");
            assertThat(found.line()).isEqualTo(13);
            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
        });
        assertThat(inManifest(healthy)).isEmpty();
        assertThat(inWorkflow(healthy)).isEmpty();
    }

    /// pnpm says so and goes on.
    @Test
    void scriptWhenNoneOfTheSelectedPackagesHasItIsLow() throws IOException {
        assertThat(inManifest("pnpm --filter @shop/web run gone && pnpm -r run gone"))
                .extracting(Finding::severity, Finding::message)
                .containsExactly(
                        tuple(Severity.LOW,
                                "the script verify runs the script gone, which packages/web/package.json does not have"),
                        tuple(Severity.LOW,
                                "the script verify runs the script gone, which no package has"));
        assertThat(inManifest("pnpm --filter web run build && pnpm -r run build")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"npm run gone --if-present", "pnpm gone", "yarn run gone", "yarn gone", "bun run gone",
            "npm run gone || true", "npm run check || npm run gone", "npm run \\\"$TASK\\\"", "npm run ${TASK}",
            "pnpm --filter './packages/*' run gone", "pnpm --filter @shop/web... run gone", "npm run", "npm restart",
            "npm install gone", "cd $DIR && npm run gone", "cd made && npm run gone", "npm run gone -ws",
            "test -f x && npm run gone", "if [ -f x ]; then npm run gone; fi", "# npm run gone",
            "echo 'npm run gone'", "npx gone", "pnpm dlx gone:x", "npm --location=global run-tests gone",
            "node dist/gone.js", "node lib/gone.js", "node -e gone.js", "node --test test/*.test.mjs",
            "esbuild src/a.ts --outfile=server.js && node server.js", "tsc -p $CONFIG", "tsc -p dist",
            "tsx packages/web/src/main.ts", "python -m http.server", "bash -c 'node gone.js'", "vitest run gone",
            "set +e; npm run gone", "exit 0; npm run gone", "for x in a b; do npm run gone; done",
            "node scripts/gone.mjs || true", "npm run gone 2>&1 | tee log.txt", "npm run gone | tee log.txt || true",
            "curl -o scripts/gone.mjs https://a && node scripts/gone.mjs",
            "cd scripts && node check.mjs", "node scripts\\\\check.mjs", "eslint -c $HOME/a.json",
            "pip install -r https://a/requirements.txt"})
    void commandWhenItIsNotSureToFailIsSilent(String command) throws IOException {
        assertThat(inManifest(command)).isEmpty();
        assertThat(inWorkflow(command.replace("\\\"", "\"").replace("\\\\", "\\"))).isEmpty();
    }

    @Test
    void commandWhenAPipelineFailsWithEachOfItsCommandsIsSureToFail() throws IOException {
        assertThat(inWorkflow("set -euo pipefail; npm run gone | tee log.txt")).hasSize(1);
        assertThat(inWorkflow("echo a | npm run gone")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"node scripts/gone.mjs, node scripts/check.mjs", "tsx scripts/gone.ts, tsx scripts/check.mjs",
            "node --import tsx --test test/gone.test.ts, node --import tsx --test test/a.test.ts",
            "tsx --test test/a.test.ts test/gone.test.ts, tsx --test test/a.test.ts",
            "node --import ./scripts/gone.mjs src.js.x, node --import ./scripts/check.mjs src.js.x",
            "tsc -p tsconfig.gone.json, tsc -p tsconfig.json", "tsc --project packages/web, tsc --project .",
            "npx tsc -p tsconfig.build.json, npx tsc -p tsconfig.json",
            "vitest run --config vitest.gone.config.ts, vitest run --config tsconfig.json",
            "jest -c jest.gone.json, jest -c tsconfig.json", "eslint -c gone.config.mjs ., eslint -c tsconfig.json .",
            "python scripts/gone.py, python scripts/check.mjs", "bash -euo pipefail scripts/gone.sh, bash scripts/*.sh",
            "uv run python scripts/gone.py, uv run python -V", "./scripts/gone.sh, ./scripts/check.mjs",
            "pytest -q test/gone_test.py::x, pytest -q test",
            "pip install -r gone.txt, pip install -r requirements.txt",
            "python3 -m pip install -r gone.txt, python3 -m pip install -r requirements.txt",
            "cd packages/web && tsx src/gone.ts, cd packages/web && tsx src/main.ts"})
    void fileWhenACommandNamesOneThatIsGoneIsMedium(String broken, String healthy) throws IOException {
        assertThat(inManifest(broken)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.file-missing");
            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.message()).matches(".*, which (?:does not exist|holds no tsconfig\\.json)");
        });
        assertThat(inWorkflow(broken)).singleElement()
                .satisfies(found -> assertThat(found.line()).isEqualTo(13));
        assertThat(inManifest(healthy)).isEmpty();
        assertThat(inWorkflow(healthy)).isEmpty();
    }

    @Test
    void workflowWhenFilesMayHaveComeFromElsewhereIsSilentAboutFiles() throws IOException {
        String steps = """
                on: push
                jobs:
                  a:
                    runs-on: x
                    steps:
                      - uses: actions/checkout@v4
                %s
                      - run: node scripts/gone.mjs
                """;
        assertThat(gone(steps.formatted("      - run: npm ci"))).singleElement()
                .satisfies(found -> assertThat(found.line()).isEqualTo(8));
        assertThat(gone(steps.formatted("      - uses: actions/cache@v4\n        with: {path: ~/.npm, key: a}")))
                .hasSize(1);
        for (String bringing : List.of("      - uses: actions/download-artifact@v4", "      - run: git checkout data",
                "      - run: tar xf a.tgz",
                "      - run: |\n          cat > scripts/gone.mjs <<'EOF'\n          x\n          EOF",
                "        with: {repository: a/b}", "        with: {path: a}", "        with: {ref: gh-pages}",
                "      - run: cp a/gone.mjs scripts/")) {
            assertThat(gone(steps.formatted(bringing))).as(bringing).isEmpty();
        }
        assertThat(gone(steps.formatted("").replace("actions/checkout@v4", "a/b@v1"))).as("nothing is there").isEmpty();
        assertThat(gone(steps.formatted("      - if: hashFiles('scripts/gone.mjs') != ''\n        name: x")
                .replace("\n      - run: node", "\n        run: node"))).isEmpty();
        assertThat(gone(steps.formatted("      - continue-on-error: true")
                .replace("\n      - run: node", "\n        run: node"))).extracting(Finding::severity)
                .containsExactly(Severity.LOW);
    }

    @Test
    void workflowWhenItRunsInADirectoryLooksThere() throws IOException {
        String workflow = """
                jobs:
                  a:
                    defaults:
                      run:
                        working-directory: packages/web
                    steps:
                      - uses: actions/checkout@v4
                      - run: npm run build
                      - run: python - <<'PY'
                          node gone.js
                          PY
                      - run: npm run check
                      - run: npm run check
                        working-directory: .
                      - run: npm run gone
                        working-directory: ${{ matrix.dir }}
                """;
        assertThat(gone(workflow)).singleElement().satisfies(found -> {
            assertThat(found.line()).isEqualTo(12);
            assertThat(found.message())
                    .isEqualTo("runs the script check, which packages/web/package.json does not have");
        });
    }

    @Test
    void fileWhenSeveralCommandsNameItIsSaidOnce() throws IOException {
        assertThat(inManifest("tsc -p tsconfig.gone.json --noEmit && tsc -p tsconfig.gone.json")).hasSize(1);
    }

    @Test
    void startWhenThePackageHasAServerIsThat() throws IOException {
        assertThat(shop().with("package.json", MANIFEST.formatted("npm start")).with("server.js", "")
                .found(new CommandReferenceCheck())).isEmpty();
    }

    @Test
    void devContainerWhenItsCommandsNameWhatIsGoneFinds() throws IOException {
        String settings = """
                {
                  // what Codespaces runs
                  "image": "mcr.microsoft.com/devcontainers/python:3",
                  "updateContentCommand": "python3 -m pip install -r requirements.txt",
                  "postCreateCommand": {"a": ["npm", "run", "check"], "b": "bash scripts/setup.sh"},
                }""";
        TreeOf tree = shop().with(".devcontainer/devcontainer.json", settings).with("scripts/setup.sh", "");
        assertThat(tree.found(new CommandReferenceCheck())).isEmpty();
        assertThat(tree.without("requirements.txt").without("scripts/setup.sh").found(new CommandReferenceCheck()))
                .extracting(Finding::message).containsExactly(
                        "updateContentCommand reads requirements.txt, which does not exist",
                        "postCreateCommand runs scripts/setup.sh, which does not exist");
    }

    private static List<Finding> gone(String workflow) throws IOException {
        return shop().with(".github/workflows/ci.yml", workflow).found(new CommandReferenceCheck());
    }
}

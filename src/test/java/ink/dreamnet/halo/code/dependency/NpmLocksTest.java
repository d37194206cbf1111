package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// Which lock counts where there are several, or none where one is needed: a playground whose dependencies were raised with npm and whose
/// older `pnpm-lock.yaml` was left, and a worker whose image installs with `npm ci`.
class NpmLocksTest {

    private static final String MANIFEST = """
            {
              "name": "playground",
              "dependencies": {
                "next": "^16.1.6",
                "react": "^19.2.4",
                "react-dom": "^19.2.4",
                "zod": "^3.24.4",
                "clsx": "^2.1.1"
              }
            }
            """;
    private static final String NPM = """
            {
              "lockfileVersion": 3,
              "packages": {
                "": {"dependencies": {"clsx": "^2.1.1", "next": "^16.1.6", "react": "^19.2.4", "react-dom": "^19.2.4", "zod": "^3.24.4"}},
                "node_modules/clsx": {"version": "2.1.1"},
                "node_modules/next": {"version": "16.1.6"},
                "node_modules/react": {"version": "19.2.4"},
                "node_modules/react-dom": {"version": "19.2.4"},
                "node_modules/zod": {"version": "3.24.4"}
              }
            }
            """;
    private static final String PNPM = """
            lockfileVersion: '9.0'
            importers:
              .:
                dependencies:
                  clsx: {specifier: ^2.1.0, version: 2.1.0}
                  next: {specifier: 15.3.4, version: 15.3.4}
                  react: {specifier: 19.1.0, version: 19.1.0}
                  react-dom: {specifier: 19.1.0, version: 19.1.0}
                  zod: {specifier: ^3.24.4, version: 3.24.4}
            """;
    private static final String CI = ".github/workflows/ci.yml";

    private static TreeOf both() {
        return TreeOf.files("package.json", MANIFEST, "package-lock.json", NPM, "pnpm-lock.yaml", PNPM);
    }

    private static String workflow(String... steps) {
        return "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
                + String.join("", steps);
    }

    private static List<Finding> found(TreeOf tree) throws IOException {
        List<Finding> found = new ArrayList<>();
        for (TreeCheck check : List.of(new PackageLockCheck(), new PnpmLockCheck(), new YarnLockCheck(),
                new UnusedLockCheck(), new NpmLockMissingCheck(), new DockerfileReferenceCheck())) {
            found.addAll(tree.found(check));
        }
        return found;
    }

    @Test
    void twoLocksWhenOnlyOneFitsNamesTheOtherOnce() throws IOException {
        assertThat(found(both())).containsExactly(new Finding("repo.lock-mismatch", Severity.MEDIUM, "package.json", 4,
                "pnpm-lock.yaml and package-lock.json are both here, and only package-lock.json fits package.json: "
                        + "delete or renew pnpm-lock.yaml (next is ^16.1.6 here and 15.3.4 in pnpm-lock.yaml; "
                        + "react is ^19.2.4 here and 19.1.0 in pnpm-lock.yaml; "
                        + "react-dom is ^19.2.4 here and 19.1.0 in pnpm-lock.yaml; and 1 more)"));
        assertThat(found(both().replacing("pnpm-lock.yaml", "15.3.4", "^16.1.6").replacing("pnpm-lock.yaml", "19.1.0",
                "^19.2.4").replacing("pnpm-lock.yaml", "^2.1.0", "^2.1.1"))).isEmpty();
    }

    @Test
    void twoLocksWhenOneChangesTheOtherIsJudgedAgain() {
        assertThat(List.of(new PackageLockCheck(), new PnpmLockCheck(), new YarnLockCheck()))
                .allMatch(check -> check.concerns("package-lock.json") && check.concerns("pnpm-lock.yaml")
                        && check.concerns("web/Dockerfile") && check.concerns(CI)
                        && check.concerns("web/src/copied.ts"));
    }

    @Test
    void twoLocksWhenNoneFitsAreBothHigh() throws IOException {
        assertThat(found(both().replacing("package-lock.json", "16.1.6\"}", "15.3.4\"}")))
                .extracting(Finding::code, Finding::severity)
                .containsExactly(tuple("repo.lock-mismatch", Severity.HIGH),
                        tuple("repo.lock-mismatch", Severity.HIGH));
    }

    @Test
    void twoLocksWhenCiInstallsFromTheOneThatDoesNotFitIsHigh() throws IOException {
        TreeOf tree = both().with(CI, workflow("      - run: pnpm install --frozen-lockfile\n"));
        assertThat(found(tree)).extracting(Finding::code, Finding::severity, Finding::path).containsExactly(
                tuple("repo.lock-mismatch", Severity.HIGH, "package.json"),
                tuple("repo.lock-stale", Severity.LOW, "package-lock.json"));
    }

    @Test
    void twoLocksWhenCiOrAnImageInstallsFromTheOneThatFitsOnlyTheOtherIsStale() throws IOException {
        for (TreeOf tree : List.of(
                both().with(CI, workflow("      - name: Install\n        run: |\n          npm ci\n")),
                both().with("Dockerfile",
                        "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n"))) {
            assertThat(found(tree)).containsExactly(new Finding("repo.lock-stale", Severity.LOW, "pnpm-lock.yaml", 0,
                    "is not used, for the package is managed by another manager than pnpm: delete it"));
        }
    }

    @Test
    void lockWhenCiInstallsFromItIsNotUnusedWhateverThePackageNames() throws IOException {
        TreeOf tree = both().replacing("package.json", "\"name\"", "\"packageManager\": \"pnpm@10.21.0\", \"name\"");
        assertThat(found(tree)).extracting(Finding::path).containsExactly("package.json", "package-lock.json");
        tree.with(CI, workflow("      - run: npm ci\n"));
        assertThat(found(tree)).extracting(Finding::code).containsExactly("repo.lock-mismatch");
    }

    @Test
    void missingLockWhenAnImageCopiesItTwiceAndCiInstallsFromItIsOneFinding() throws IOException {
        TreeOf tree = TreeOf.files("package.json", MANIFEST, "tsconfig.json", "{}", "src/worker.ts", "", "Dockerfile",
                """
                        FROM node:22-bookworm-slim AS build
                        WORKDIR /app
                        COPY package.json package-lock.json ./
                        RUN npm ci --no-audit --no-fund
                        COPY tsconfig.json ./
                        COPY src ./src
                        RUN npm run build

                        FROM node:22-bookworm-slim
                        WORKDIR /app
                        COPY package.json package-lock.json ./
                        RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev \\
                          && npm cache clean --force
                        """, CI, workflow("      - run: npm ci\n"));
        assertThat(found(tree)).containsExactly(new Finding("repo.lock-missing", Severity.HIGH, "package.json", 0,
                "Dockerfile:3 copies package-lock.json, Dockerfile:11 copies package-lock.json, "
                        + CI + ":7 runs npm ci and 2 more, but there is no package-lock.json here"));
        assertThat(found(tree.with("package-lock.json", NPM))).isEmpty();
    }

    @Test
    void sourceWhenSeveralStagesCopyItIsSaidOnce() throws IOException {
        TreeOf tree = TreeOf.files("package.json", "{}", "Dockerfile",
                "FROM a AS b\nCOPY package.json tsconfig.json ./\nFROM a\nCOPY tsconfig.json ./\n");
        assertThat(found(tree)).extracting(Finding::line).containsExactly(2);
    }

    @Test
    void missingLockWhenAnotherStepWorksElsewhereIsStillFound() throws IOException {
        TreeOf tree = TreeOf.files("package.json", MANIFEST, "docs/index.md", "", CI,
                workflow("      - run: npm ci\n", "      - run: ls\n        working-directory: ./docs\n"));
        assertThat(found(tree)).containsExactly(new Finding("repo.lock-missing", Severity.MEDIUM, "package.json", 0,
                CI + ":7 runs npm ci, but there is no package-lock.json here"));
    }

    @Test
    void missingLockWhenOnlyThatOfAnotherManagerIsThereNamesIt() throws IOException {
        TreeOf tree = TreeOf.files("package.json", MANIFEST, "yarn.lock", "# yarn lockfile v1\n", CI,
                workflow("      - run: |\n          node --version\n          npm ci\n"));
        assertThat(tree.found(new NpmLockMissingCheck())).extracting(Finding::message).containsExactly(
                CI + ":9 runs npm ci, but there is no package-lock.json here, only yarn.lock");
    }

    @Test
    void missingLockWhenAStepInstallsInADirectoryIsOfThatPackage() throws IOException {
        for (String step : List.of("      - run: npm ci\n        working-directory: ./web\n",
                "      - run: cd web && npm ci\n", "      - run: npm --prefix web ci\n",
                "      - run: |\n          (cd web && npm ci)\n")) {
            TreeOf tree = TreeOf.files("package.json", "{}", "web/package.json", MANIFEST, CI, workflow(step));
            assertThat(tree.found(new NpmLockMissingCheck())).extracting(Finding::path)
                    .containsExactly("web/package.json");
            assertThat(tree.with("web/package-lock.json", NPM).found(new NpmLockMissingCheck())).isEmpty();
        }
    }

    @Test
    void missingLockWhenItMayBeThereWhereItIsNeededIsSilent() throws IOException {
        for (String step : List.of("      - run: npm install\n      - run: npm ci\n",
                "      - run: if [ -f package-lock.json ]; then npm ci; else npm install; fi\n",
                "      - run: npm ci || npm install\n", "      - run: npm ci\n        continue-on-error: true\n",
                "      - if: hashFiles('package-lock.json') != ''\n        run: npm ci\n",
                "      - run: cd $APP && npm ci\n",
                "      - run: npm ci\n        working-directory: ${{ matrix.app }}\n",
                "      - uses: actions/checkout@v4\n        with:\n          repository: a/b\n      - run: npm ci\n",
                "      - uses: actions/checkout@v4\n        with:\n          ref: next\n      - run: npm ci\n",
                "      - run: '# npm ci'\n", "      - run: npm cit\n", "      - run: echo npm ci\n")) {
            assertThat(TreeOf.files("package.json", MANIFEST, CI, workflow(step)).found(new NpmLockMissingCheck()))
                    .as(step).isEmpty();
        }
    }

    @Test
    void missingLockWhenTheContextOfAnImageIsThePackageItselfIsFound() throws IOException {
        TreeOf tree = TreeOf.files("package.json", "{\"packageManager\": \"pnpm@9.0.0\"}", "pnpm-workspace.yaml",
                "packages: [services/*]", "pnpm-lock.yaml", "lockfileVersion: '9.0'\nimporters:\n  services/mail: {}\n",
                "services/mail/package.json", "{\"dependencies\": {\"a\": \"1\"}}", "services/mail/src/index.ts", "",
                "services/mail/Dockerfile", """
                        FROM node:22-slim
                        WORKDIR /app
                        COPY package*.json pnpm-lock.yaml* ./
                        RUN corepack enable && pnpm install --frozen-lockfile
                        COPY src/ ./src
                        """);
        assertThat(tree.found(new NpmLockMissingCheck())).containsExactly(
                new Finding("repo.lock-missing", Severity.MEDIUM, "services/mail/package.json", 0,
                        "services/mail/Dockerfile:4 runs pnpm install --frozen-lockfile, but there is no pnpm-lock.yaml here"));
        // either directory may be the context
        assertThat(tree.with("src/index.ts", "").found(new NpmLockMissingCheck())).isEmpty();
        // the whole workspace is copied
        tree.without("src/index.ts").with("services/mail/Dockerfile",
                "FROM node:22-slim\nWORKDIR /app\nCOPY pnpm-workspace.yaml pnpm-lock.yaml ./\nCOPY services/mail ./services/mail\n"
                        + "RUN cd services/mail && pnpm install --frozen-lockfile\n");
        assertThat(tree.found(new NpmLockMissingCheck())).isEmpty();
    }
}

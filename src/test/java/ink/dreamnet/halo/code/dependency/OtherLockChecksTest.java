package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.time.Duration;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Toml;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/// `Cargo.lock` was written by Cargo 1.95. The content hash of `poetry.lock` was computed with Python's own `json`.
class OtherLockChecksTest {

    private static final String GO_MOD = """
            module example.org/shop

            go 1.22

            require (
            \tgithub.com/google/uuid v1.6.0
            \tgolang.org/x/sys v0.20.0 // indirect
            \texample.org/local v0.0.0
            )

            replace example.org/local => ./local
            """;
    private static final String GO_SUM = """
            github.com/google/uuid v1.6.0 h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=
            github.com/google/uuid v1.6.0/go.mod h1:TIyPZe4MgqvfeYDBFedMoGGpEw/LqOeaOT+nhxU+yHo=
            golang.org/x/sys v0.20.0/go.mod h1:/VUhepiaJMQUp4+oa/7Zr1D23ma6VTLIYjOOTFZPUcA=
            """;
    private static final String UV_LOCK = """
            version = 1
            requires-python = ">=3.12"

            [[package]]
            name = "requests"
            version = "2.32.3"
            source = { registry = "https://pypi.org/simple" }

            [[package]]
            name = "shop"
            version = "0.1.0"
            source = { virtual = "." }
            dependencies = [
                { name = "requests" },
            ]

            [package.dev-dependencies]
            dev = [
                { name = "pytest" },
            ]

            [package.metadata]
            requires-dist = [{ name = "requests", specifier = ">=2.32" }]

            [package.metadata.requires-dev]
            dev = [{ name = "pytest", specifier = ">=8" }]
            """;
    private static final String UV_PROJECT = """
            [project]
            name = "shop"
            version = "0.1.0"
            dependencies = [
                "Requests[socks] >=2.32",
            ]

            [dependency-groups]
            dev = ["pytest>=8"]
            """;

    private static TreeOf cargo() {
        return TreeOf.resources("repo/dependency/cargo", "Cargo.toml", "Cargo.lock", "app/Cargo.toml", "lib/Cargo.toml",
                "macros/Cargo.toml").with("app/src/main.rs", "fn main() {}");
    }

    private static TreeOf poetry() {
        return TreeOf.resources("repo/dependency/poetry", "pyproject.toml", "poetry.lock");
    }

    @Test
    void cargoWhenLockIsFreshFindsNothing() throws IOException {
        assertThat(cargo().found(new CargoLockCheck())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "app/Cargo.toml | shop-lib.workspace = true | serde = \"1\" | 7 | serde 1 is not in Cargo.lock",
            "app/Cargo.toml | version = \"1\" | version = \"2\" | 10 | shop-macros must be 2, but Cargo.lock has 1.2.0",
            "macros/Cargo.toml | 1.2.0 | 1.3.0 | 3 | shop-macros is 1.3.0 here and 1.2.0 in Cargo.lock",
            "lib/Cargo.toml | shop-lib | shop-library | 2 | shop-library is not in Cargo.lock"})
    void cargoWhenManifestChangedFinds(String path, String before, String after, int line, String message)
            throws IOException {
        assertThat(cargo().replacing(path, before, after).found(new CargoLockCheck())).containsExactly(new Finding(
                "repo.lock-mismatch", Severity.HIGH, path, line, message));
    }

    @Test
    void cargoWhenVersionOfWorkspaceChangedNamesItsMembersInOneFinding() throws IOException {
        assertThat(cargo().replacing("Cargo.toml", "0.3.1", "0.4.0").found(new CargoLockCheck())).singleElement()
                .satisfies(found -> {
                    assertThat(found.path()).isEqualTo("app/Cargo.toml");
                    assertThat(found.message()).contains("; lib/Cargo.toml: ");
                });
    }

    @Test
    void cargoWhenLockIsMissingAccusesOnlyBinaries() throws IOException {
        String manifest = "[package]\nname = \"a\"\n[dependencies]\nserde = \"1\"\n";
        TreeOf library = TreeOf.files("Cargo.toml", manifest, "src/lib.rs", "");
        assertThat(library.found(new CargoLockCheck())).isEmpty();
        Finding missing = new Finding("repo.lock-missing", Severity.LOW, "Cargo.toml", 1,
                "a binary is built here, but there is no Cargo.lock");
        TreeOf binary = TreeOf.files("Cargo.toml", manifest, "src/main.rs", "");
        assertThat(binary.found(new CargoLockCheck())).containsExactly(missing);
        assertThat(binary.with("Dockerfile", "RUN cargo build --release --locked\n").found(new CargoLockCheck()))
                .as("the build refuses").containsExactly(missing.with(Severity.MEDIUM));
    }

    @Test
    void cargoWhenManyLocksAreMissingReadsThePipelinesOnce() throws IOException {
        TreeOf tree = TreeOf.files("Dockerfile", "cargo ".repeat(80_000));
        for (int i = 0; i < 300; i++) {
            tree.with("c" + i + "/Cargo.toml", "[package]\nname = \"a\"\n[dependencies]\nserde = \"1\"\n")
                    .with("c" + i + "/src/main.rs", "");
        }
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tree.found(new CargoLockCheck())))
                .hasSize(300);
    }

    @Test
    void poetryWhenLockIsFreshFindsNothing() throws IOException {
        assertThat(poetry().found(new PythonLockCheck())).isEmpty();
    }

    /// The two hashes are those of public projects that locked with Poetry 1.0 and 1.1.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "python='^3.8' pyyaml='^5.3.1' | pytest='^6.0.2' black='^20.8b1' mypy='^0.782' flake8='^3.8.3' | bbe6c4bf13eb1cce98fb9c2592b0e3d6f4d7b972d2d51c4b79168ef43bb3c2d3",
            "python='^3.9' lark='^0.11.1' numpydoc='^1.1.0' sphinxcontrib-napoleon='^0.7' docstring-parser='^0.7.3' | pytest='6.*' black='^20.8b1' pytest-benchmark='^3.2.3' | fff917c3e79b1879ddac60a6fcf4e26070089eef955bec97320f63e16684eeed"}, quoteCharacter = '`')
    void poetryHashIsThatOfPoetry(String dependencies, String development, String hash) throws Exception {
        Item poetry = Toml.read("[dependencies]\n" + dependencies.strip().replace(' ', '\n') + "\n[dev-dependencies]\n"
                + development.strip().replace(' ', '\n')).orThrow();
        assertThat(PoetryHash.of(poetry)).isEqualTo(hash);
    }

    @Test
    void poetryWhenRangeChangedTellsByHash() throws IOException {
        assertThat(poetry().replacing("pyproject.toml", "^2.31", "^2.32").found(new PythonLockCheck())).containsExactly(
                new Finding("repo.lock-mismatch", Severity.HIGH, "pyproject.toml", 1,
                        "the dependencies were changed since poetry.lock was written (its content-hash differs)"));
    }

    @Test
    void poetryWhenAnAbsentNameIsForSomePythonsOnlyDoesNotAccuseIt() throws IOException {
        assertThat(poetry().replacing("pyproject.toml", "[tool.poetry.dependencies]",
                "[tool.poetry.dependencies]\nbackport = {version = \"*\", python = \"<3.8\"}")
                .found(new PythonLockCheck()))
                .extracting(Finding::message).noneMatch(message -> message.contains("backport"));
    }

    @Test
    void poetryWhenNameIsNotLockedNamesItsLine() throws IOException {
        assertThat(poetry().replacing("pyproject.toml", "requests = ", "httpx = ").found(new PythonLockCheck()))
                .containsExactly(new Finding("repo.lock-mismatch", Severity.HIGH, "pyproject.toml", 10,
                        "httpx is not in poetry.lock"));
    }

    @Test
    void uvWhenRequirementIsNotInTheLockFinds() throws IOException {
        TreeOf tree = TreeOf.files("pyproject.toml", UV_PROJECT, "uv.lock", UV_LOCK);
        assertThat(tree.found(new PythonLockCheck())).isEmpty();

        assertThat(tree.replacing("pyproject.toml", "\"pytest>=8\"", "\"pytest>=8\", \"ruff\"")
                .found(new PythonLockCheck()))
                .containsExactly(new Finding("repo.lock-mismatch", Severity.HIGH, "pyproject.toml", 9,
                        "ruff is not in uv.lock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[tool.poetry]\npackage-mode = false\n",
            "[project]\nname = \"a\"\ndependencies = [\"b\"]\n[tool.uv]\npackage = false\n"})
    void pythonWhenLockOfApplicationIsMissingFinds(String manifest) throws IOException {
        assertThat(TreeOf.files("pyproject.toml", manifest).found(new PythonLockCheck()))
                .extracting(Finding::code, Finding::severity)
                .containsExactly(tuple("repo.lock-missing", Severity.LOW));
        assertThat(TreeOf
                .files("pyproject.toml", manifest, ".gitlab-ci.yml", "- uv sync --frozen && poetry check --lock\n")
                .found(new PythonLockCheck())).as("the build refuses").extracting(Finding::severity)
                .containsExactly(Severity.MEDIUM);
        assertThat(TreeOf.files("pyproject.toml", manifest.replace("= false", "= true")).found(new PythonLockCheck()))
                .isEmpty();
    }

    @Test
    void goWhenSumIsMissingNamesTheLineOfTheModule() throws IOException {
        TreeOf tree = TreeOf.files("go.mod", GO_MOD, "go.sum", GO_SUM, "local/go.mod", "module example.org/local\n");
        assertThat(tree.found(new GoSumCheck())).isEmpty();

        assertThat(tree.replacing("go.mod", "v0.20.0", "v0.21.0").found(new GoSumCheck())).containsExactly(new Finding(
                "repo.lock-mismatch", Severity.HIGH, "go.mod", 7, "golang.org/x/sys v0.21.0 is not in go.sum"));
        assertThat(tree.with("go.work.sum", "golang.org/x/sys v0.21.0/go.mod h1:x=\n").found(new GoSumCheck()))
                .isEmpty();
    }

    @Test
    void goWhenReplacedByVersionAsksForThatOne() throws IOException {
        String replaced = GO_MOD + "replace github.com/google/uuid => github.com/other/uuid v1.0.0\n";
        assertThat(TreeOf.files("go.mod", replaced, "go.sum", GO_SUM).found(new GoSumCheck()))
                .extracting(Finding::message)
                .containsExactly("github.com/other/uuid v1.0.0 is not in go.sum");
    }

    @Test
    void goWhenThereIsNoSumFinds() throws IOException {
        assertThat(TreeOf.files("go.mod", GO_MOD).found(new GoSumCheck()))
                .containsExactly(new Finding("repo.lock-missing",
                        Severity.MEDIUM, "go.mod", 6, "modules are required, but there is no go.sum"));
        assertThat(TreeOf.files("go.mod", "module a\n\ngo 1.22\n").found(new GoSumCheck())).isEmpty();
    }

    @Test
    void npmWhenLockIsMissingNeedsEvidence() throws IOException {
        String manifest = "{\"dependencies\": {\"ms\": \"2\"}}";
        NpmLockMissingCheck check = new NpmLockMissingCheck();
        assertThat(TreeOf.files("package.json", manifest).found(check)).isEmpty();

        TreeOf ci = TreeOf.files("package.json", manifest, ".github/workflows/ci.yml",
                "jobs:\n  a:\n    steps:\n      - run: npm ci\n");
        assertThat(ci.found(check)).containsExactly(new Finding("repo.lock-missing", Severity.MEDIUM, "package.json", 0,
                ".github/workflows/ci.yml:4 runs npm ci, but there is no package-lock.json here"));
        assertThat(ci.with("npm-shrinkwrap.json", "{}").found(check)).isEmpty();

        TreeOf sibling = TreeOf.files("a/package.json", manifest, "a/package-lock.json", "{}", "b/package.json",
                manifest,
                "examples/c/package.json", manifest);
        assertThat(sibling.found(check)).extracting(Finding::path, Finding::severity).containsExactly(
                tuple("b/package.json", Severity.LOW));
        assertThat(sibling.with("b/.npmrc", "package-lock=false\n").found(check)).isEmpty();
    }

    @Test
    void npmWhenMemberOfWorkspaceNeedsNoLockOfItsOwn() throws IOException {
        TreeOf tree = TreeOf.files("web/package.json", "{\"workspaces\": [\"packages/*\"]}", "web/package-lock.json",
                "{}",
                "web/packages/a/package.json", "{\"dependencies\": {\"ms\": \"2\"}}");
        assertThat(tree.found(new NpmLockMissingCheck())).isEmpty();
    }
}

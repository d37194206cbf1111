package ink.dreamnet.halo.code.dependency;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class ManifestCheckTest {

    private final ManifestCheck check = new ManifestCheck();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "package.json | {\\n'name': 'a',\\n} | 3 | is not valid JSON",
            "package.json | [] | 1 | is not a JSON object", "package.json | {\\n'name': 1} | 2 | name must be a string",
            "package.json | {'dependencies': {\\n'a': 1}} | 2 | dependencies.a must be a string",
            "package.json | {\\n'devDependencies': 'a'} | 2 | devDependencies must be an object",
            "package.json | {'a': '$b',} | 1 | is not valid JSON", "package.json | {} {} | 1 | has more after its end",
            "package.json | `` | 1 | is empty",
            "package.json | {\\n'workspaces': 'a'} | 2 | workspaces must be a list",
            "pnpm-workspace.yaml | packages:\\n  - a\\n - b | 3 | is not valid YAML",
            "pnpm-workspace.yaml | packages: a | 1 | packages must be a list of paths",
            "pyproject.toml | [project]\\nname = | 2 | is not valid TOML",
            "pyproject.toml | \\n[project]\\nversion = '1' | 2 | [project] has no name",
            "pyproject.toml | [project]\\nname = 'a' | 1 | [project] has neither a version nor says that it is dynamic",
            "pyproject.toml | [tool.poetry]\\nname = 'a' | 1 | [tool.poetry] has no version",
            "pyproject.toml | [build-system]\\nbuild-backend = 'a' | 1 | [build-system] has no list requires",
            "Cargo.toml | [dependencies]\\na = '1' | 1 | has neither [package] nor [workspace]",
            "Cargo.toml | \\n[package]\\nversion = '1.0.0' | 2 | [package] has no name",
            "Cargo.toml | [package]\\nname = 'a'\\nname = 'b' | 3 | is not valid TOML",
            "go.mod | go 1.22 | 1 | has no module line",
            "go.mod | module a\\nrequire (\\n\\tb v1.0.0 | 2 | does not close the block that begins here",
            "go.mod | module a\\n) | 2 | closes a block that was not opened",
            "pom.xml | <project>\\n<artifactId>a</artifactId> | 2 | is not well-formed XML",
            "pom.xml | <projekt/> | 1 | is no <project>",
            "pom.xml | <project><groupId>a</groupId><version>1</version></project> | 1 | has no artifactId",
            "pom.xml | <project><artifactId>a</artifactId><version>1</version></project> | 1 | has neither a groupId nor a parent"})
    void checkWhenManifestIsBrokenFinds(String name, String text, int line, String message) {
        boolean json = name.endsWith(".json");
        String real = text.replace("\\n", "\n").replace("\\t", "\t").replace('\'', json ? '"' : '\'');
        assertThat(TreeOf.files("sub/" + name, real).found(check)).containsExactly(new Finding("repo.manifest-invalid",
                Severity.HIGH, "sub/" + name, line, message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"package.json | {}",
            "package.json | \uFEFF{'name': 'a'}",
            "package.json | {'name': '{{name}}', {{deps}} }", "package.json | {'name': '$name', 'a': { $deps }}",
            "pnpm-workspace.yaml | packages: ['a']",
            "pnpm-workspace.yaml | catalog: {a: 1}", "pnpm-workspace.yaml | ``",
            "pyproject.toml | [tool.ruff]\\nline-length = 100",
            "pyproject.toml | [project]\\nname = 'a'\\ndynamic = ['version']",
            "pyproject.toml | [tool.poetry]\\npackage-mode = false",
            "Cargo.toml | [workspace]\\nmembers = []", "Cargo.toml | [package]\\nname = 'a'",
            "go.mod | // a comment\\nmodule a // b\\nrequire (\\n\\tb v1\\n)\\n", "go.mod | module (\\n a\\n)",
            "pom.xml | <project><parent/><artifactId>a</artifactId></project>",
            "pom.xml | <project xmlns='http://maven.apache.org/POM/4.1.0'><modelVersion>4.1.0</modelVersion></project>",
            "pom.xml | <!DOCTYPE project><project><parent/><artifactId>a</artifactId><name>&copy;</name></project>"})
    void checkWhenManifestIsGoodFindsNothing(String name, String text) {
        boolean json = name.endsWith(".json");
        String real = text.replace("\\n", "\n").replace("\\t", "\t").replace('\'', json ? '"' : '\'');
        assertThat(TreeOf.files(name, real).found(check)).isEmpty();
        assertThat(TreeOf.files("test/fixtures/" + name, "broken").found(check)).isEmpty();
    }

    @Test
    void checkWhenHostileEndsWithFinding() {
        String deep = "[".repeat(50_000);
        String entity = "<!DOCTYPE p [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">"
                + "<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project>&b;&x;</project>";
        assertThat(TreeOf.files("package.json", deep, "pnpm-workspace.yaml", "packages: " + deep, "pyproject.toml",
                "a = " + deep,
                "Cargo.toml", "a = " + "{ a = ".repeat(50_000), "pom.xml", "<a>".repeat(50_000)).found(check))
                .extracting(
                        Finding::path)
                .containsExactlyInAnyOrder("package.json", "pnpm-workspace.yaml", "pyproject.toml",
                        "Cargo.toml", "pom.xml");
        String dotted = "a.".repeat(50_000) + "a = 1\n";
        assertThat(TreeOf.files("Cargo.toml", "[package]\nname = 'a'\n[x]\n" + dotted, "pyproject.toml", dotted)
                .found(check)).extracting(Finding::path).containsExactlyInAnyOrder("Cargo.toml", "pyproject.toml");
        assertThat(TreeOf.files("pom.xml", entity).found(check)).extracting(Finding::message).containsExactly(
                "has no artifactId");
    }

    @Test
    void checkWhenInputIsRandomNeverThrows() {
        String alphabet = "{}[]\"':,=.\n<project></a>&*-#module require(\\ \t0aé";
        Random random = new Random(20261124);
        for (String name : List.of("package.json", "pnpm-workspace.yaml", "pyproject.toml", "Cargo.toml", "go.mod",
                "pom.xml")) {
            for (int round = 0; round < 500; round++) {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(60); i > 0; i--) {
                    int from = random.nextInt(alphabet.length());
                    text.append(alphabet, from, Math.min(alphabet.length(), from + 1 + random.nextInt(8)));
                }
                byte[] bytes = text.toString().getBytes(random.nextBoolean()
                        ? StandardCharsets.UTF_8
                        : StandardCharsets.ISO_8859_1);
                TreeOf tree = new TreeOf().with(name, bytes, TreeFile.Kind.REGULAR);
                assertThatCode(() -> {
                    tree.found(check);
                    for (var reference : List.of(new NpmReferenceCheck(), new CargoReferenceCheck(),
                            new PythonReferenceCheck(),
                            new GoReferenceCheck(), new MavenReferenceCheck())) {
                        tree.found(reference);
                    }
                    tree.found(new PackageLockCheck());
                    tree.found(new CargoLockCheck());
                    tree.found(new PythonLockCheck());
                    tree.found(new GoSumCheck());
                }).as(text.toString()).doesNotThrowAnyException();
            }
        }
    }
}

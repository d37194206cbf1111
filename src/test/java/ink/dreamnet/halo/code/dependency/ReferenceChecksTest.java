package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class ReferenceChecksTest {

    private static final String MISSING = "repo.dependency-path-missing";
    private static final String MEMBER = "repo.workspace-member-missing";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'dependencies': {\\n'a': 'file:../lib'}} | lib/package.json | repo.dependency-path-missing",
            "{'dependencies': {\\n'a': 'file:../lib/a.tgz'}} | lib/a.tgz | repo.dependency-path-missing",
            "{'devDependencies': {\\n'a': 'link:./lib'}} | web/lib/index.js | repo.dependency-path-missing",
            "{'dependencies': {\\n'a': 'portal:../lib'}} | lib/package.json | repo.dependency-path-missing",
            "{'dependencies': {\\n'a': '../lib'}} | lib/package.json | repo.dependency-path-missing",
            "{'dependencies': {\\n'a': 'workspace:../lib'}} | lib/package.json | repo.dependency-path-missing",
            "{'resolutions': {\\n'a': 'patch:a@npm%3A1.0.0#~/patches/a.patch'}} | web/patches/a.patch | repo.dependency-path-missing",
            "{'pnpm': {'patchedDependencies': {\\n'a@1.0.0': 'patches/a.patch'}}} | web/patches/a.patch | repo.dependency-path-missing"})
    void npmWhenPathIsMissingFinds(String manifest, String file, String code) {
        both(new NpmReferenceCheck(), "web/package.json", manifest.replace('\'', '"').replace("\\n", "\n"), file, code,
                2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{'dependencies': {'a': '^1.0.0'}}",
            "{'dependencies': {'a': 'workspace:*'}}", "{'dependencies': {'a': 'workspace:^1'}}",
            "{'dependencies': {'a': 'github:b/c'}}", "{'dependencies': {'a': 'b/c'}}",
            "{'dependencies': {'a': 'file:/abs'}}",
            "{'dependencies': {'a': 'patch:a@npm%3A1#~builtin<compat/a>'}}",
            "{'dependencies': {'a': 'file:../../out'}}",
            "{'dependencies': {'a': 'https://example.org/a.tgz'}}", "{'dependencies': {'a': 'file:${LIB}'}}"})
    void npmWhenNoPathOfTheRepositoryFindsNothing(String manifest) {
        assertThat(TreeOf.files("web/package.json", manifest.replace('\'', '"')).found(new NpmReferenceCheck()))
                .isEmpty();
    }

    @Test
    void memberWhenItIsMissingFinds() throws IOException {
        for (String manifest : List.of("{\"workspaces\": [\n\"lib\", \"packages/*\"]}",
                "{\"workspaces\": {\"packages\": [\n\"./lib\"]}}")) {
            TreeOf tree = TreeOf.files("web/package.json", manifest);
            assertThat(tree.found(new WorkspaceMemberCheck())).singleElement().satisfies(found -> {
                assertThat(found.severity()).isEqualTo(Severity.HIGH);
                assertThat(found.path()).isEqualTo("web/package.json");
                assertThat(found.line()).isEqualTo(2);
            });
            assertThat(tree.with("web/lib/package.json", "{}").found(new WorkspaceMemberCheck())).isEmpty();
        }
    }

    @Test
    void memberWhenPnpmDoesNotReadItIsLowAndSaidOnce() throws IOException {
        String manifest = "{\"packageManager\": \"pnpm@10.21.0\",\n\"workspaces\": [\"packages/*\", \"gone\", \"apps/*\"]}";
        TreeOf tree = TreeOf.files("package.json", manifest, "packages/a/package.json", "{}", "apps/b/package.json",
                "{}",
                "pnpm-workspace.yaml", "packages:\n  - packages/*\n");
        assertThat(tree.found(new WorkspaceMemberCheck())).containsExactly(new Finding(MEMBER, Severity.LOW,
                "package.json", 2,
                "pnpm does not read workspaces, which name gone, apps/* otherwise than pnpm-workspace.yaml beside it"));
        // named by both
        tree.with("pnpm-workspace.yaml", "packages:\n  - packages/*\n  - apps/b\n  - gone\n");
        assertThat(tree.found(new WorkspaceMemberCheck())).extracting(Finding::path, Finding::severity)
                .containsExactly(tuple("pnpm-workspace.yaml", Severity.HIGH));
        assertThat(tree.with("gone/package.json", "{}").found(new WorkspaceMemberCheck())).isEmpty();
        tree.without("pnpm-workspace.yaml");
        assertThat(tree.found(new WorkspaceMemberCheck())).extracting(Finding::severity).containsExactly(Severity.LOW);
        // npm reads them
        tree.with("package.json", manifest.replace("pnpm", "npm")).without("gone/package.json");
        assertThat(tree.found(new WorkspaceMemberCheck())).extracting(Finding::severity).containsExactly(Severity.HIGH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "package.json | {'scripts': {'build': 'A=1 node --import tsx tools/build.mjs && tsc'}} | tools/build.mjs | MEDIUM",
            "requirements.txt | flask\\n-r base/requirements.txt | base/requirements.txt | HIGH",
            "requirements-dev.txt | -c ./constraints.txt | constraints.txt | HIGH",
            ".github/workflows/ci.yml | steps:\\n  - uses: ./.github/actions/setup | .github/actions/setup/action.yml | HIGH",
            ".github/workflows/ci.yml | jobs:\\n  a:\\n    uses: ./.github/workflows/b.yml | .github/workflows/b.yml | HIGH",
            "tsconfig.json | // c\\n{'extends': './tsconfig.base'} | tsconfig.base.json | HIGH",
            "tsconfig.json | {'references': [{'path': './core'}]} | core/tsconfig.json | HIGH",
            "tsconfig.json | {'compilerOptions': {'paths': {'@/*': ['./src/*']}}} | src/a.ts | MEDIUM",
            "src/App/App.csproj | <ProjectReference Include='..\\Core\\Core.csproj' /> | src/Core/Core.csproj | HIGH",
            "App.sln | Project('{F}') = 'A', 'src\\A\\A.csproj', '{B}' | src/A/A.csproj | HIGH",
            "Dockerfile | COPY --chown=a package.json \\\\n   Cargo.lock ./ | Cargo.lock | HIGH"})
    void checkWhenANamedFileIsMissingFinds(String path, String text, String file, Severity severity)
            throws IOException {
        TreeOf tree = TreeOf.files(path, text.replace('\'', '"').replace("\\n", "\n"), "package.json.bak", "")
                .with("app/build.gradle", "");
        if (!path.equals("package.json")) {
            tree.with("package.json", "{}");
        }
        assertThat(namedFiles(tree)).singleElement().satisfies(found -> {
            assertThat(found.path()).isEqualTo(path);
            assertThat(found.severity()).isEqualTo(severity);
        });
        assertThat(namedFiles(tree.with(file, ""))).isEmpty();
    }

    @Test
    void settingsWhenAPathLeadsToNothingNameItsTarget() throws IOException {
        TreeOf tree = TreeOf.files("tsconfig.json",
                "{\"compilerOptions\": {\"baseUrl\": \".\",\n\"paths\": {\n\"@dreamnet/x\": [\"packages/x/index.ts\"]}}}");
        assertThat(tree.found(new ScriptConfigCheck())).containsExactly(new Finding("repo.file-missing",
                Severity.MEDIUM, "tsconfig.json", 3,
                "has the path @dreamnet/x, which leads to packages/x/index.ts, which does not exist"));
        assertThat(tree.with("packages/x/index.ts", "").found(new ScriptConfigCheck())).isEmpty();
    }

    @Test
    void settingsWhenABaseUrlIsInheritedJudgePathsByIt() throws IOException {
        TreeOf tree = TreeOf.files("tsconfig.json", "{\"compilerOptions\": {\"baseUrl\": \".\"}}",
                "packages/a/tsconfig.json", "{\"extends\": \"../../tsconfig.json\", \"compilerOptions\": {\"paths\": "
                        + "{\"utils\": [\"../utils\"]}}}",
                "packages/utils/index.ts", "");
        assertThat(tree.found(new ScriptConfigCheck())).containsExactly(new Finding("repo.file-missing", Severity.LOW,
                "packages/a/tsconfig.json", 1,
                "has the path utils, which leads out of the repository: ../utils is relative to an inherited baseUrl"));
        tree.replacing("packages/a/tsconfig.json", "{\"paths\"", "{\"baseUrl\": \".\", \"paths\"");
        assertThat(tree.found(new ScriptConfigCheck())).isEmpty();
    }

    @Test
    void settingsWhenAProjectIsADirectoryWithoutSettingsSaySo() throws IOException {
        TreeOf tree = TreeOf.files("app/tsconfig.json", "{\"references\": [{\"path\": \"../core\"}]}");
        assertThat(tree.found(new ScriptConfigCheck())).extracting(Finding::message)
                .containsExactly("refers to the project ../core, which does not exist");
        assertThat(tree.with("core/package.json", "{}").found(new ScriptConfigCheck())).extracting(Finding::message)
                .containsExactly("refers to the project ../core, which has no tsconfig.json");
        assertThat(tree.with("core/tsconfig.json", "{}").found(new ScriptConfigCheck())).isEmpty();
    }

    private static List<Finding> namedFiles(TreeOf tree) throws IOException {
        List<Finding> found = new ArrayList<>(tree.found(new DockerfileReferenceCheck()));
        found.addAll(tree.found(new CommandReferenceCheck()));
        for (FileCheck check : List.of(new NpmReferenceCheck(), new RequirementsReferenceCheck(),
                new WorkflowReferenceCheck(), new ProjectReferenceCheck())) {
            found.addAll(tree.found(check));
        }
        found.addAll(tree.found(new ScriptConfigCheck()));
        return found;
    }

    @Test
    void checkWhenAProjectStandsInACommentFindsNothingAndSoonWhereCommentsDoNotEnd() throws IOException {
        String project = "<ProjectReference Include=\"%s.csproj\" />\n";
        String text = "<!-- " + project.formatted("old") + "-->" + project.formatted("gone") + "<!--".repeat(500_000);
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> namedFiles(TreeOf.files("a.csproj", text))))
                .singleElement().satisfies(found -> assertThat(found.message()).contains("gone.csproj"));
    }

    @Test
    void checkWhenItIsNotClearWhatIsNamedFindsNothing() throws IOException {
        assertThat(namedFiles(TreeOf.files("package.json",
                "{\"scripts\": {\"a\": \"cd $X && node b.js\", \"b\": \"node dist/b.js\", \"c\": \"node -e 1\"}}",
                "docker/Dockerfile", "FROM a AS b\nCOPY --from=b gone.json .\nADD https://a/b.json .\n",
                ".github/workflows/other.yml",
                "steps:\n  - with:\n      repository: a/b\n  - uses: ./.github/actions/setup\n",
                ".github/workflows/ci.yml", "steps:\n  - uses: ./checkout/action\n  - uses: a/b@v1\n",
                "requirements.txt", "-r https://a/b.txt\n# -r gone.txt\n"))).isEmpty();
    }

    @Test
    void gradleWhenAProjectIsMissingIsHighUnlessItsGradleTakesIt() throws IOException {
        GradleProjectCheck check = new GradleProjectCheck();
        TreeOf tree = TreeOf.files("settings.gradle.kts",
                "/*\n// once\ninclude(\":old\")\n*/\ninclude(\":app\", \":lib:core\")\n",
                "app/build.gradle", "");
        assertThat(tree.found(check)).containsExactly(new Finding(MEMBER, Severity.HIGH, "settings.gradle.kts", 5,
                "includes the project :lib:core, which does not exist"));
        tree.with("gradle/wrapper/gradle-wrapper.properties", "distributionUrl=https\\://a/gradle-8.14-bin.zip\n");
        assertThat(tree.found(check)).extracting(Finding::severity).containsExactly(Severity.LOW);
        assertThat(tree.with("lib/core/build.gradle", "").found(check)).isEmpty();
        assertThat(TreeOf.files("settings.gradle", "include 'a'\nproject(':a').projectDir = file('b')\n").found(check))
                .isEmpty();
    }

    @Test
    void pnpmWorkspaceWhenMemberIsMissingFinds() throws IOException {
        TreeOf tree = TreeOf.files("pnpm-workspace.yaml", "packages:\n  - apps/*\n  - docs\n");
        assertThat(tree.found(new WorkspaceMemberCheck())).extracting(Finding::line, Finding::severity)
                .containsExactly(tuple(3, Severity.HIGH));
        assertThat(tree.with("docs/package.json", "{}").found(new WorkspaceMemberCheck())).isEmpty();
        both(new NpmReferenceCheck(), "pnpm-workspace.yaml", "patchedDependencies:\n  a@1: p/a.patch\n", "p/a.patch",
                MISSING, 2);
    }

    @Test
    void workspaceProtocolWhenNoPackageHasTheNameFinds() throws IOException {
        WorkspaceNameCheck check = new WorkspaceNameCheck();
        TreeOf tree = TreeOf.files("a/package.json", """
                {
                  "dependencies": {
                    "@shop/b": "workspace:^",
                    "c": "workspace:@shop/d@*"
                  }
                }""", "b/package.json", "{\"name\": \"@shop/b\"}", "d/package.json", "{\"name\": \"@shop/d\"}");
        assertThat(tree.found(check)).isEmpty();

        assertThat(tree.without("b/package.json").found(check)).containsExactly(new Finding(MEMBER, Severity.HIGH,
                "a/package.json", 3, "@shop/b is workspace:^, but no package of the repository has the name @shop/b"));
        assertThat(tree.without("d/package.json").found(check)).extracting(Finding::line).containsExactly(3, 4);
    }

    /// pnpm 9: ERR_PNPM_NO_MATCHING_VERSION_INSIDE_WORKSPACE.
    @Test
    void workspaceProtocolWhenTheMemberHasAnotherVersionFinds() throws IOException {
        WorkspaceNameCheck check = new WorkspaceNameCheck();
        TreeOf tree = TreeOf.files("a/package.json", "{\"dependencies\": {\n\"b\": \"workspace:0.1.1\"}}",
                "b/package.json", "{\"name\": \"b\", \"version\": \"0.1.2\"}");
        assertThat(tree.found(check)).containsExactly(new Finding(MEMBER, Severity.HIGH, "a/package.json", 2,
                "b is workspace:0.1.1, but b/package.json has the version 0.1.2"));
        for (String good : List.of("workspace:^0.1.1", "workspace:~", "workspace:*", "workspace:0.1.2")) {
            assertThat(tree.with("a/package.json", "{\"dependencies\": {\"b\": \"" + good + "\"}}").found(check))
                    .isEmpty();
        }
    }

    @Test
    void rangeWhenTheMemberIsNotInItIsMediumWhereNoRegistryHasThePackage() throws IOException {
        WorkspaceNameCheck check = new WorkspaceNameCheck();
        TreeOf tree = TreeOf.files("package.json", "{}", "pnpm-workspace.yaml", "packages: ['*']", "a/package.json",
                "{\"dependencies\": {\"b\": \"0.1.1\"}}", "b/package.json",
                "{\"name\": \"b\", \"version\": \"0.1.2\", \"private\": true}");
        assertThat(tree.found(check)).containsExactly(new Finding(MEMBER, Severity.MEDIUM, "a/package.json", 1,
                "b is 0.1.1, but b/package.json has the version 0.1.2 and is not linked; no registry has it, for it is private"));
        tree.replacing("b/package.json", ", \"private\": true", "");
        assertThat(tree.found(check)).extracting(Finding::severity).containsExactly(Severity.LOW);
        assertThat(tree.with("yarn.lock", "").found(check)).as("another check's").isEmpty();
        assertThat(tree.without("yarn.lock").replacing("a/package.json", "0.1.1", "^0.1.1").found(check)).isEmpty();
    }

    @Test
    void dockerfileWhenNoDirectoryHasWhatItCopiesIsMedium() throws IOException {
        TreeOf tree = TreeOf.files(".devcontainer/Dockerfile",
                "FROM python:3.10\nCOPY requirements.txt .\nRUN pip install -r requirements.txt", "README.md", "");
        assertThat(namedFiles(tree)).containsExactly(new Finding("repo.file-missing", Severity.MEDIUM,
                ".devcontainer/Dockerfile", 2, "copies requirements.txt, which does not exist"));
        assertThat(namedFiles(tree.with("services/api/requirements.txt", ""))).as("the context may be there").isEmpty();
        assertThat(namedFiles(tree.without("services/api/requirements.txt").with("requirements.txt", ""))).isEmpty();
    }

    @Test
    void cargoWhenPathIsMissingFinds() {
        CargoReferenceCheck check = new CargoReferenceCheck();
        both(check, "app/Cargo.toml", "[package]\nname = \"a\"\n[dependencies]\nlib = { path = \"../lib\" }\n",
                "lib/Cargo.toml",
                MISSING, 4);
        both(check, "app/Cargo.toml", "[dependencies.lib]\npath = \"../lib\"\n", "lib/Cargo.toml", MISSING, 1);
        both(check, "Cargo.toml", "[target.'cfg(unix)'.dev-dependencies]\nlib.path = \"lib\"\n", "lib/Cargo.toml",
                MISSING, 1);
        both(check, "Cargo.toml", "[patch.crates-io]\nlib = { path = \"lib\" }\n", "lib/Cargo.toml", MISSING, 2);
        both(check, "Cargo.toml", "[workspace]\nmembers = [\"crates/*\", \"lib\"]\n", "lib/Cargo.toml", MEMBER, 2);
    }

    @Test
    void pythonWhenPathIsMissingFinds() {
        PythonReferenceCheck check = new PythonReferenceCheck();
        both(check, "app/pyproject.toml", "[tool.poetry.dependencies]\nlib = { path = \"../lib\", develop = true }\n",
                "lib/setup.py", MISSING, 2);
        both(check, "pyproject.toml", "[tool.poetry.group.dev.dependencies]\nlib = [{ path = \"lib\" }]\n",
                "lib/setup.py",
                MISSING, 2);
        both(check, "pyproject.toml", "[tool.uv.sources]\nlib = { path = \"lib\" }\n", "lib/pyproject.toml", MISSING,
                2);
        both(check, "pyproject.toml", "[tool.uv.workspace]\nmembers = [\"lib\", \"apps/*\"]\n", "lib/pyproject.toml",
                MEMBER, 2);
    }

    @Test
    void goWhenPathIsMissingFinds() {
        GoReferenceCheck check = new GoReferenceCheck();
        String required = "\nrequire example.org/b v1.0.0\n";
        both(check, "app/go.mod", "module a\n\nreplace example.org/b => ../b\n" + required, "b/go.mod", MISSING, 3);
        both(check, "app/go.mod", "module a\nreplace (\n\texample.org/b v1.0.0 => ../b // local\n)\n" + required,
                "b/go.mod", MISSING, 3);
        assertThat(TreeOf.files("app/go.mod", "module a\nreplace example.org/b => ../b\nrequire\n").found(check))
                .as("nothing requires it").extracting(Finding::severity).containsExactly(Severity.LOW);
        both(check, "go.work", "go 1.22\n\nuse (\n\t./b\n)\n", "b/go.mod", MEMBER, 4);
        assertThat(TreeOf.files("go.mod", "module a\nreplace b => example.org/c v1.0.0\n").found(check)).isEmpty();
    }

    @Test
    void mavenWhenPathIsMissingFinds() {
        MavenReferenceCheck check = new MavenReferenceCheck();
        both(check, "app/pom.xml",
                "<project>\n<parent><relativePath>../parent/pom.xml</relativePath></parent></project>",
                "parent/pom.xml", "repo.maven-parent-missing", 2);
        both(check, "app/pom.xml", "<project>\n<parent><relativePath>../parent</relativePath></parent></project>",
                "parent/pom.xml", "repo.maven-parent-missing", 2);
        both(check, "pom.xml", "<project><modules>\n<module>core</module></modules></project>", "core/pom.xml",
                "repo.maven-module-missing", 2);
        both(check, "pom.xml",
                "<project><modules>\n<module>bundles</module></modules><groupId>org.eclipse.tycho</groupId></project>",
                "bundles/org.shop/build.properties", "repo.maven-module-missing", 2);
        both(check, "pom.xml",
                "<project><profiles><profile><modules>\n<module>a/pom-x.xml</module></modules></profile></profiles>"
                        + "</project>",
                "a/pom-x.xml", "repo.maven-module-missing", 2);
        both(check, "pom.xml", "<project><properties><lib>libs</lib></properties><dependencies><dependency>\n"
                + "<systemPath>${project.basedir}/${lib}/a.jar</systemPath></dependency></dependencies></project>",
                "libs/a.jar",
                "repo.maven-system-path-missing", 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"<parent><artifactId>a</artifactId></parent>",
            "<parent><relativePath/></parent>", "<parent><relativePath></relativePath></parent>",
            "<modules><module>${unknown}</module></modules>", "<modules><module>../../out</module></modules>",
            "<dependencies><dependency><systemPath>${java.home}/lib/a.jar</systemPath></dependency></dependencies>"})
    void mavenWhenNotAPathOfTheRepositoryFindsNothing(String inside) {
        assertThat(TreeOf.files("app/pom.xml", "<project>" + inside + "</project>").found(new MavenReferenceCheck()))
                .isEmpty();
    }

    private static void both(FileCheck check, String manifest, String text, String file, String code, int line) {
        TreeOf tree = TreeOf.files(manifest, text);
        assertThat(tree.found(check)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.path()).isEqualTo(manifest);
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        });
        assertThat(tree.with(file, "").found(check)).isEmpty();
    }
}

package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// The lock files were written by npm 11, Yarn 1.22 and 4, pnpm 7, 8 and 9 for one and the same workspace.
class NpmLockChecksTest {

    private static final String ROOT = "package.json";
    private static final String MEMBER = "packages/a/package.json";

    static Stream<Arguments> tools() {
        return Stream.of(tool("npm1", "package-lock.json"), tool("npm2", "package-lock.json"), tool("npm3",
                "package-lock.json"), tool("yarn1", "yarn.lock"), tool("berry", "yarn.lock"),
                tool("pnpm6", "pnpm-lock.yaml"),
                tool("pnpm8", "pnpm-lock.yaml"), tool("pnpm9", "pnpm-lock.yaml"));
    }

    /// Version 1 of `package-lock.json` does not.
    static Stream<Arguments> toolsThatTellMembersApart() {
        return tools().skip(1);
    }

    private static Arguments tool(String directory, String lock) {
        TreeCheck check = switch (lock) {
            case "package-lock.json" -> new PackageLockCheck();
            case "yarn.lock" -> new YarnLockCheck();
            default -> new PnpmLockCheck();
        };
        TreeOf tree = lock.startsWith("pnpm")
                ? TreeOf.resources("repo/dependency/" + directory, ROOT, MEMBER, lock, "pnpm-workspace.yaml")
                : TreeOf.resources("repo/dependency/" + directory, ROOT, MEMBER, lock);
        return Arguments.argumentSet(directory, check, tree, lock);
    }

    @Test
    void unusedWhenAMemberOfAWorkspaceHasALockOfItsOwnIsSaidOnce() throws IOException {
        String member = "{\"dependencies\": {\"a\": \"1\", \"b\": \"2\"}}";
        TreeOf tree = TreeOf.files("package.json", "{\"workspaces\": [\"packages/*\"]}", "package-lock.json",
                "{\"lockfileVersion\": 3, \"packages\": {\"packages/x\": {}, \"node_modules/a\": {\"version\": \"1.0.0\"}, "
                        + "\"node_modules/b\": {\"version\": \"2.0.0\"}}}",
                "packages/x/package.json", member, "packages/x/package-lock.json",
                "{\"lockfileVersion\": 3, \"packages\": {}}");
        assertThat(tree.found(new PackageLockCheck())).isEmpty();
        assertThat(tree.found(new UnusedLockCheck())).singleElement().satisfies(found -> {
            assertThat(found.severity()).isEqualTo(Severity.LOW);
            assertThat(found.path()).isEqualTo("packages/x/package-lock.json");
        });
        tree.with("package.json", "{\"workspaces\": [\"apps/*\"]}");
        assertThat(tree.found(new UnusedLockCheck())).isEmpty();
        assertThat(tree.found(new PackageLockCheck())).containsExactly(mismatch("packages/x/package.json", 1,
                "a 1 is not in packages/x/package-lock.json; b 2 is not in packages/x/package-lock.json"));
    }

    @Test
    void membersWhenPnpmManagesTheRootAreThoseOfItsOwnFile() throws IOException {
        TreeOf tree = TreeOf.files("package.json",
                "{\"packageManager\": \"pnpm@9.1.0\", \"workspaces\": [\"old/*\"]}", "pnpm-workspace.yaml",
                "packages: [packages/*]", "pnpm-lock.yaml", "lockfileVersion: '9.0'\nimporters:\n  .: {}\n",
                "old/x/package.json", "{\"dependencies\": {\"a\": \"1\"}}", "packages/y/package.json",
                "{\"dependencies\": {\"a\": \"1\"}}", "packages/y/yarn.lock", "# yarn lockfile v1\n");
        assertThat(tree.found(new PnpmLockCheck())).singleElement()
                .satisfies(found -> assertThat(found.path()).isEqualTo("packages/y/package.json"));
        assertThat(tree.found(new UnusedLockCheck())).extracting(Finding::path).containsExactly("packages/y/yarn.lock");
        assertThat(tree.found(new YarnLockCheck())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void checkWhenLockIsFreshFindsNothing(TreeCheck check, TreeOf tree) throws IOException {
        assertThat(tree.found(check)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void checkWhenDependencyWasAddedNamesItsLine(TreeCheck check, TreeOf tree, String lock) throws IOException {
        tree.replacing(ROOT, "\"ms\": \"^2.1.0\",", "\"ms\": \"^2.1.0\",\n    \"debug\": \"^4.0.0\",");

        assertThat(tree.found(check)).containsExactly(mismatch(ROOT, 7, "debug ^4.0.0 is not in " + lock));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void checkWhenRangeLeavesTheLockedVersionFinds(TreeCheck check, TreeOf tree) throws IOException {
        tree.replacing(ROOT, "~7.5.0", "^6.0.0");

        List<Finding> found = tree.found(check);
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("repo.lock-mismatch");
            assertThat(finding.path()).isEqualTo(ROOT);
            assertThat(finding.line()).isEqualTo(10);
            assertThat(finding.message()).contains("semver", "^6.0.0");
        });
    }

    @ParameterizedTest
    @MethodSource("tools")
    void checkWhenAliasedVersionChangesFinds(TreeCheck check, TreeOf tree) throws IOException {
        tree.replacing(ROOT, "npm:ms@^1.0.0", "npm:ms@^2.0.0");

        assertThat(tree.found(check)).extracting(Finding::line).containsExactly(7);
    }

    @ParameterizedTest
    @MethodSource("tools")
    void checkWhenOverriddenFindsNothing(TreeCheck check, TreeOf tree) throws IOException {
        tree.replacing(ROOT, "~7.5.0", "^6.0.0").replacing(ROOT, "\"private\"",
                "\"overrides\": {\"semver\": \"7\"}, \"resolutions\": {\"**/semver\": \"7\"}, \"private\"");

        assertThat(tree.found(check)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("toolsThatTellMembersApart")
    void checkWhenMemberDiffersFinds(TreeCheck check, TreeOf tree) throws IOException {
        tree.replacing(MEMBER, "0.7.1", "0.7.0");

        assertThat(tree.found(check)).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo(MEMBER);
            assertThat(finding.line()).isEqualTo(5);
        });
    }

    @ParameterizedTest
    @MethodSource("toolsThatTellMembersApart")
    void checkWhenMemberIsNewFinds(TreeCheck check, TreeOf tree) throws IOException {
        tree.with("packages/b/package.json", "{\"name\": \"@shop/b\", \"dependencies\": {\"nothing\": \"1\"}}");

        assertThat(tree.found(check)).extracting(Finding::path).containsExactly("packages/b/package.json");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void checkWhenOtherManagerIsDeclaredFindsNothing(TreeCheck check, TreeOf tree) throws IOException {
        tree.replacing(ROOT, "~7.5.0", "^6.0.0").replacing(ROOT, "\"private\"",
                "\"packageManager\": \"bun@1.2.0\", \"private\"");

        assertThat(tree.found(check)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"npm2", "npm3"})
    void checkWhenOnlyTheRememberedRangeDiffersIsLow(String directory) throws IOException {
        TreeOf tree = TreeOf.resources("repo/dependency/" + directory, ROOT, MEMBER, "package-lock.json").replacing(
                ROOT,
                "^2.1.0", "^2.0.0");

        assertThat(tree.found(new PackageLockCheck()))
                .containsExactly(new Finding("repo.lock-stale", Severity.LOW, ROOT, 6,
                        "ms is ^2.0.0 here and ^2.1.0 in package-lock.json"));
    }

    @Test
    void checkWhenDependencyWasRemovedNamesTheLineOfTheLock() throws IOException {
        TreeOf npm = TreeOf.resources("repo/dependency/npm3", ROOT, MEMBER, "package-lock.json").replacing(ROOT,
                "\"ms\": \"^2.1.0\",", "");
        assertThat(npm.found(new PackageLockCheck())).extracting(Finding::code, Finding::path).containsExactly(
                tuple("repo.lock-stale", "package-lock.json"));

        TreeOf pnpm = TreeOf.resources("repo/dependency/pnpm9", ROOT, MEMBER, "pnpm-lock.yaml", "pnpm-workspace.yaml")
                .replacing(ROOT, "\"ms\": \"^2.1.0\",", "");
        assertThat(pnpm.found(new PnpmLockCheck())).containsExactly(mismatch("pnpm-lock.yaml", 11,
                "ms is not in package.json any more"));
    }

    /// Each of them asks the registry for it, and refuses to write the lock where it must not: tried with npm 11, Yarn 1.22 and 4.18.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "package-lock.json | {'lockfileVersion': 3, 'packages': {'': {}, 'node_modules/b': {'resolved': 'packages/b', 'link': true}, "
                    + "'packages/a': {}, 'packages/b': {'version': '0.1.1'}}}",
            "yarn.lock | # yarn lockfile v1",
            "yarn.lock | __metadata:~  version: 8~'b@npm:0.1.1, b@workspace:packages/b':~  version: 0.0.0-use.local~'a@workspace:packages/a':~"
                    + "  version: 0.0.0-use.local"})
    void checkWhenAMemberHasLeftTheRangeFinds(String lock, String text) throws IOException {
        TreeCheck check = lock.startsWith("yarn") ? new YarnLockCheck() : new PackageLockCheck();
        TreeOf tree = TreeOf.files(ROOT, "{\"workspaces\": [\"packages/*\"]}", MEMBER,
                "{\"name\": \"a\", \"dependencies\": {\n\"b\": \"0.1.1\"}}", "packages/b/package.json",
                "{\"name\": \"b\", \"version\": \"0.1.1\"}", lock, text.replace('\'', '"').replace('~', '\n') + "\n");
        assertThat(tree.found(check)).isEmpty();
        tree.replacing("packages/b/package.json", "0.1.1", "0.1.2");
        assertThat(tree.found(check)).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("repo.lock-mismatch");
            assertThat(found.path()).isEqualTo(MEMBER);
            assertThat(found.line()).isEqualTo(2);
            assertThat(found.message()).startsWith("b must be 0.1.1, ");
        });
        assertThat(tree.replacing(MEMBER, "0.1.1", "^0.1.1").with(lock, tree.text(lock).replace("npm:0", "npm:^0"))
                .found(check)).isEmpty();
    }

    @Test
    void checkWhenTheLockHasTheVersionThatAMemberLeftFindsNothing() throws IOException {
        TreeOf tree = TreeOf.files(ROOT, "{\"workspaces\": [\"packages/*\"]}", MEMBER,
                "{\"name\": \"a\", \"dependencies\": {\"b\": \"0.1.1\"}}", "packages/b/package.json",
                "{\"name\": \"b\", \"version\": \"0.1.2\"}", "package-lock.json",
                "{\"lockfileVersion\": 3, \"packages\": {\"\": {}, \"node_modules/b\": {\"resolved\": \"packages/b\", \"link\": true}, "
                        + "\"packages/a\": {}, \"packages/a/node_modules/b\": {\"version\": \"0.1.1\"}, \"packages/b\": {\"version\": \"0.1.2\"}}}",
                "yarn.lock", "# yarn lockfile v1\n\nb@0.1.1:\n  version \"0.1.1\"\n");
        assertThat(tree.found(new PackageLockCheck())).isEmpty();
        assertThat(tree.found(new YarnLockCheck())).isEmpty();
    }

    @Test
    void checkWhenLockDoesNotParseFinds() throws IOException {
        assertThat(TreeOf.files(ROOT, "{}", "package-lock.json", "{\n<<<<<<< HEAD\n").found(new PackageLockCheck()))
                .containsExactly(
                        new Finding("repo.lock-invalid", Severity.HIGH, "package-lock.json", 2, "is not valid JSON"));
        assertThat(TreeOf.files(ROOT, "{}", "pnpm-lock.yaml", "lockfileVersion: 9\nimporters:\n  a: [\n").found(
                new PnpmLockCheck())).extracting(Finding::code).containsExactly("repo.lock-invalid");
        assertThat(TreeOf.files(ROOT, "{}", "yarn.lock", "nothing").found(new YarnLockCheck()))
                .extracting(Finding::code)
                .containsExactly("repo.lock-invalid");
    }

    @Test
    void checkWhenHostileEndsQuickly() throws IOException {
        StringBuilder bomb = new StringBuilder("lockfileVersion: 9\nimporters:\n  a0: &a0 {x: y}\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("  a" + i + ": &a" + i + " {l: [" + ("*a" + (i - 1) + ", ").repeat(9) + "]}\n");
        }
        TreeOf.files(ROOT, "{}", "pnpm-lock.yaml", bomb.toString()).found(new PnpmLockCheck());
        assertThat(TreeOf.files(ROOT, "{}", "package-lock.json", "[".repeat(100_000)).found(new PackageLockCheck()))
                .hasSize(
                        1);

        StringBuilder large = new StringBuilder("{\"lockfileVersion\": 3, \"packages\": {\"\": {}");
        while (large.length() < 30_000_000) {
            large.append(",\n\"node_modules/p").append(large.length()).append(
                    "\": {\"version\": \"1.0.0\", \"integrity\": \"sha512-0123456789012345678901234567890123456789\", \"dependencies\": {\"a\": \"1\"}}");
        }
        TreeOf tree = TreeOf.files(ROOT, "{\"dependencies\": {\"a\": \"1\"}}", "package-lock.json", large + "}}");
        assertThat(tree.found(new PackageLockCheck())).hasSize(1);
    }

    private static Finding mismatch(String path, int line, String message) {
        return new Finding("repo.lock-mismatch", Severity.HIGH, path, line, message);
    }
}

package ink.dreamnet.halo.code.dependency;

import java.io.IOException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntryPointCheckTest {

    private static final String MANIFEST = "packages/cli/package.json";

    private static TreeOf cli(String fields) {
        return TreeOf.files("package.json", "{\"workspaces\": [\"packages/*\"]}", "packages/cli/src/format.js", "",
                MANIFEST, "{\n\"name\": \"@shop/cli\", \"scripts\": {\"build\": \"rollup -c\"},\n%s\n}"
                        .formatted(fields.replace('\'', '"')));
    }

    @Test
    void binWhenItsFileIsGoneBesideItsLikeIsMedium() throws IOException {
        TreeOf tree = cli("'bin': {'shop': './src/cli.js'}");
        assertThat(tree.found(new EntryPointCheck())).containsExactly(new Finding("repo.file-missing", Severity.MEDIUM,
                MANIFEST, 3, "bin names ./src/cli.js, which does not exist"));
        assertThat(tree.with("packages/cli/src/cli.ts", "").found(new EntryPointCheck())).as("compiled in place")
                .isEmpty();
        assertThat(tree.without("packages/cli/src/cli.ts").with("packages/cli/src/cli.js", "")
                .found(new EntryPointCheck())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'main': 'src/gone.js'", "'module': './src/gone.js'", "'exports': './src/gone.js'",
            "'exports': {'.': {'import': './src/gone.js', 'types': null}}", "'exports': {'./x': './src/gone.js'}"})
    void entryWhenItsFileIsGoneIsLowUnlessAnotherPackageDependsOnIt(String fields) throws IOException {
        TreeOf tree = cli(fields);
        assertThat(tree.found(new EntryPointCheck())).extracting(Finding::severity).containsExactly(Severity.LOW);
        tree.with("packages/web/package.json", "{\"dependencies\": {\"@shop/cli\": \"*\"}}");
        assertThat(tree.found(new EntryPointCheck())).extracting(Finding::severity).containsExactly(Severity.MEDIUM);
        assertThat(tree.with("packages/cli/src/gone.js", "").found(new EntryPointCheck())).isEmpty();
    }

    @Test
    void entryWhenTheBuiltFilesAreCommittedAndItIsNotAmongThemFinds() throws IOException {
        TreeOf tree = cli("'main': './dist/index.js', 'types': './dist/index.d.ts'");
        assertThat(tree.found(new EntryPointCheck())).as("a build makes it").isEmpty();
        tree.with("packages/cli/dist/format.js", "");
        assertThat(tree.found(new EntryPointCheck())).extracting(Finding::message)
                .containsExactly("main names ./dist/index.js, which does not exist");
    }

    @Test
    void entryWhenNothingBuildsThePackageFinds() throws IOException {
        TreeOf tree = TreeOf.files("package.json",
                "{\"name\": \"shop\", \"bin\": \"bin/shop.js\", \"main\": \"index.js\"}");
        assertThat(tree.found(new EntryPointCheck())).as("npm init writes index.js").extracting(Finding::message)
                .containsExactly("bin names bin/shop.js, which does not exist");
        assertThat(tree.with("tsconfig.json", "{}").found(new EntryPointCheck())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'main': 'expo-router/entry'", "'main': '../out/a.js'", "'exports': {'./*': './src/*.js'}",
            "'main': 'node_modules/expo/AppEntry.js'", "'main': 'src/generated/a.js'", "'bin': './cli.js'",
            "'main': 'src/gone.js', 'publishConfig': {'directory': 'dist'}", "'exports': ['./src/gone.js']",
            "'main': 'lib/index.js'", "'types': './src/format.d.ts'"})
    void entryWhenItMayBeMadeIsSilent(String fields) throws IOException {
        assertThat(cli(fields).found(new EntryPointCheck())).isEmpty();
    }
}

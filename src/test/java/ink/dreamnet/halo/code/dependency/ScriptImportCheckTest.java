package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.Random;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class ScriptImportCheckTest {

    private final ScriptImportCheck check = new ScriptImportCheck();

    @Test
    void checkWhenNothingIsThereNamesFileAndLine() {
        TreeOf tree = TreeOf.files("src/app.ts", "import a from 'a'\n\nimport {\n  b,\n  type C,\n} from './gone'\n");

        assertThat(tree.found(check))
                .containsExactly(new Finding("repo.import-unresolved", Severity.HIGH, "src/app.ts", 6,
                        "imports ./gone, which is no file of the repository"));
        assertThat(tree.with("src/gone.tsx", "").found(check)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"import './gone'", "import a from \"./gone\"", "import a, { b as c } from './gone'",
            "import * as a from './gone'", "import type { A } from './gone'", "import { \"a b\" as c } from './gone'",
            "import def from './gone' with { type: 'json' }", "export * from './gone'", "export * as a from './gone'",
            "export { a, b } from './gone'", "export type { A } from './gone'", "const a = require('./gone')",
            "import a = require('./gone')", "const a = await import('./gone')", "import('./gone').then(a => a.b())",
            "f(() => import('./gone', { with: { type: 'json' } }))", "let a: typeof import('./gone')",
            "/* one */ import /* two */ a // three\n from './gone'", "#!/usr/bin/env node\nrequire('./gone')",
            "const re = /['\"`]/g; require('./gone')",
            "const a = require('./gone'); if (typeof define == 'function' && define.amd) define(f)",
            "a = b / c; require('./gone') / 2", "`${require('./gone')}`",
            "`a ${ b({c: `}`}) } d`; require('./gone')", "try { a() } catch { require('./gone') }",
            "const require = createRequire(import.meta.url); require('./gone')", "{ import('./gone') }",
            "const it = `it's`\nimport a from './gone'", "import a from '../src/gone.js'", "import a from './gone.css'",
            "import a from './gone?worker'", "import a from './gone.svg'", "import a from './gone.vue'"})
    void checkWhenImportedInAnyFormFinds(String text) {
        assertThat(TreeOf.files("src/app.ts", text).found(check)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"// import a from './gone'", "/* require('./gone') */",
            "const a = 'import b from \"./gone\"'",
            "const a = `\nimport b from './gone'\n`", "const a = \"require('./gone')\"",
            "const re = /require('.\\/gone')/",
            "const a = <code>import b from './gone'</code>", "const a = (<pre>\n  import b from './gone'\n</pre>)",
            "try { a = require('./gone') } catch { }",
            "(function(mod) {\n  if (typeof exports == 'object') mod(require('./gone'), require('./lost'));\n"
                    + "  else if (typeof define == 'function' && define.amd) define(['./gone', './lost'], mod);\n"
                    + "  else mod(Gone, Lost);\n})(function(Gone, Lost) {})",
            "import('./gone').catch(() => null)",
            "import('./gone').then(a => a.b(c, d)).catch(f)", "import('./gone').then(a, b)",
            "// @ts-ignore\nimport a from './gone'",
            "import a from './gone' // eslint-disable-line import/no-unresolved",
            "// @ts-expect-error is made later\nimport a from './gone'", "import(/* webpackIgnore: true */ './gone')",
            "jest.mock('./gone', f, { virtual: true }); const a = require('./gone')", "a.require('./gone')",
            "(function(require, module) { require('./gone') })", "const a = require('./' + gone)",
            "import(`./${gone}`)",
            "import a from 'gone'", "import a from '/gone'", "import a from '@/gone'", "import a from './$types'",
            "import a from './+types/root'", "import a from './{{gone}}'", "import a from '../../outside'",
            "const a = require('./build/Release/a.node')", "import a from '../dist/a.js'",
            "import a from '!./l!./gone'",
            "x.import('./gone')", "const a = { import: './gone' }", "import.meta.glob('./gone')",
            "export const a = './gone'",
            "export default from\n'./gone'", "it('imports', () => {\n  parse(`import a from './gone'`)\n})"})
    void checkWhenNoImportOrExcusedFindsNothing(String text) {
        assertThat(TreeOf.files("src/app.tsx", text).found(check)).isEmpty();
    }

    private static final String PAGE = """
            ---
            title: Agents
            import: ./none
            ---
            import { Code } from '@astrojs/starlight/components';
            import Hero from '../../components/Hero.astro';
            import helloWorld from '../../../examples/hello-world.ts?raw';
            import logo from '@assets/logo.svg?url';
            export { default as Next } from './next.mdx';

            An agent may
            import './prose' or export * from './prose'.

            ```ts
            import { a } from './fenced';

            import b from './fenced';
            ````

            <Code code={helloWorld} lang="ts" />

                import c from './indented';

            import {
              More,
            } from '../../components/more';
            """;

    @Test
    void checkWhenAPageOfMdxImportsIsAsAScript() {
        TreeOf tree = TreeOf.files("docs/package.json", "{}", "docs/src/pages/agents.mdx", PAGE);
        assertThat(tree.found(check)).extracting(found -> found.severity() + " " + found.line() + " " + found.message())
                .containsExactly("HIGH 6 imports ../../components/Hero.astro, which is no file of the repository",
                        "HIGH 7 imports ../../../examples/hello-world.ts?raw, which is no file of the repository",
                        "HIGH 9 imports ./next.mdx, which is no file of the repository",
                        "HIGH 26 imports ../../components/more, which is no file of the repository");
        assertThat(tree.with("docs/components/Hero.astro", "").with("examples/hello-world.ts", "")
                .with("docs/src/pages/next.mdx", "").with("docs/components/more/index.ts", "").found(check)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "../../spikes/src/Orchestrator.js | packages/spikes/src/Orchestrator.ts | ../../../spikes/src/Orchestrator.js",
            "../../../server/core/Family.js | server/core/Family.ts | ../../../../server/core/Family.js",
            "../../../types | packages/executor/types/index.ts | ../../types",
            "./Spine | packages/executor/src/spine/Spine.ts | ../spine/Spine",
            "./agents/Harvester.js | packages/executor/src/loops/old/agents/Harvester.tsx | ./old/agents/Harvester.js",
            "./theme.css | packages/executor/styles/theme.css | ../../styles/theme.css",
            "../store | packages/executor/src/loops/store.ts | ./store"})
    void checkWhenTheTargetLiesElsewhereSaysWhere(String imported, String file, String meant) {
        TreeOf tree = TreeOf.files("packages/executor/src/loops/Loop.ts", "import a from '%s'".formatted(imported));
        String missing = "imports " + imported + ", which is no file of the repository";
        assertThat(tree.found(check)).extracting(Finding::message).containsExactly(missing);
        assertThat(tree.with(file, "").found(check)).extracting(Finding::message)
                .containsExactly("%s: perhaps /%s is meant, which is %s from there".formatted(missing, file, meant));
        assertThat(tree.with("test/fixtures/" + file, "").found(check)).extracting(Finding::message)
                .as("fixtures are not meant").allMatch(message -> message.contains("/" + file + " is meant"));
    }

    @Test
    void checkWhenItIsNotCertainWhereTheTargetLiesDoesNotGuess() {
        TreeOf tree = TreeOf.files("a/src/app.ts", "import './Spine'", "b/Spine.ts", "", "c/Spine.ts", "");
        assertThat(tree.found(check)).extracting(Finding::message)
                .containsExactly("imports ./Spine, which is no file of the repository");
        assertThat(TreeOf.files("a/src/app.ts", "import './types'", "a/types.ts", "").found(check))
                .extracting(Finding::message).containsExactly("imports ./types, which is no file of the repository");
        assertThat(
                TreeOf.files("a/package.json", "{}", "a/src/app.ts", "import './Spine'", "b/Spine.ts", "").found(check))
                .as("of another package").extracting(Finding::message)
                .containsExactly("imports ./Spine, which is no file of the repository");
        assertThat(TreeOf.files("src/app.ts", "import '@/Spine'", "src/spine/Spine.ts", "", "tsconfig.json",
                "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./src/*\"]}}}").found(check))
                .extracting(Finding::message)
                .containsExactly("imports @/Spine, which is no file of the repository: perhaps"
                        + " /src/spine/Spine.ts is meant");
    }

    /// A route that is loaded late, in the ways in which agents write it.
    private static final String LATE = """
            export async function start() {
              let routes;
              try {
                routes = await import("./gone");
              } %s
              app.use(routes.default);
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"catch (e) { console.error(e); throw e; }", "catch { process.exit(1) }",
            "catch (e) {\n log(e)\n throw new Error(`no routes: ${e}`)\n}",
            "catch (e) { if (e.stack) { log(e.stack) } throw e; }", "finally { timer.stop(); }",
            "catch (e) { throw new Error('no routes', { cause: e }) } finally { timer.stop(); }"})
    void checkWhenTheFailureOfATryIsThrownAgainFindsIt(String handler) {
        assertThat(TreeOf.files("src/app.ts", LATE.formatted(handler)).found(check)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"catch (e) { console.warn(e); }", "catch { return; }",
            "catch (e) { if (e.code !== 'ERR_MODULE_NOT_FOUND') throw e; }",
            "catch (e) { if (strict) { throw e } }", "catch (e) { if (!strict) { return null } throw e; }",
            "catch (e) { if (a) log(e); else throw e; }", "catch (e) { later(() => { throw e; }); }",
            "catch (e) { cleanUp.throw(e); }", "catch (e) { for (const a of b) { if (a) break; } throw e; }"})
    void checkWhenAScriptGoesOnAfterATryFindsNothing(String handler) {
        assertThat(TreeOf.files("src/app.ts", LATE.formatted(handler)).found(check)).isEmpty();
    }

    @Test
    void checkWhenATryInATryThrowsAgainTheOuterOneDecides() {
        String inner = "try { require('./gone') } catch (e) { throw e }";
        assertThat(TreeOf.files("src/a.js", "try { %s } catch (e) { log(e) }".formatted(inner)).found(check)).isEmpty();
        assertThat(TreeOf.files("src/a.js", "try { %s } catch (e) { throw e }".formatted(inner)).found(check))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"./b, src/b.js", "./b, src/b.d.ts", "./b, src/b.json", "./b, src/b.vue", "./b, src/b/index.tsx",
            "./b, src/b/package.json", "./b.js, src/b.ts", "./b.js, src/b.tsx", "./b.mjs, src/b.mts",
            "./b.cjs, src/b.cts",
            "./b.jsx, src/b.tsx", "./b.svg?url, src/b.svg", "./b.css, src/b.css.ts", "./b.css, src/b.scss",
            "../b, b.mjs",
            "./b, src/b.native.tsx", "./b.service, src/b.service.ts", "./b/, src/b/index.js", "./, src/index.ts",
            "./b.d.ts, src/b.d.ts", "./b.html, src/b.d.html.ts", "./b, src/b"})
    void checkWhenAnyResolutionLeadsToFileFindsNothing(String specifier, String file) {
        TreeOf tree = TreeOf.files("src/a.ts", "import a from '" + specifier + "'");
        assertThat(tree.with(file, "").found(check)).isEmpty();
    }

    @Test
    void checkWhenABaseUrlHoldsTheDirectoryFollowsIt() {
        TreeOf tree = TreeOf.files("web/tsconfig.json", "{\"compilerOptions\": {\"baseUrl\": \"src\"}}",
                "web/package.json",
                "{\"dependencies\": {\"charts\": \"^1.0.0\"}}", "web/src/charts/a.ts", "", "web/src/lib/db.ts", "",
                "web/src/app.ts",
                "import 'lib/db';\nimport 'lib/gone';\nimport 'charts/line';\nimport 'lodash/get';\n");
        assertThat(tree.found(check)).singleElement().satisfies(found -> {
            assertThat(found.line()).isEqualTo(2);
            assertThat(found.message()).isEqualTo("imports lib/gone, which is no file of the repository");
        });
        tree.with("web/tsconfig.json",
                "{\"compilerOptions\": {\"baseUrl\": \"src\", \"paths\": {\"lib/*\": [\"../made/*\"]}}}");
        assertThat(tree.found(check)).as("the settings are wrong").isEmpty();
        assertThat(tree.with("web/made/gone.ts", "").found(check)).as("paths decide before the baseUrl").singleElement()
                .satisfies(found -> assertThat(found.message()).contains("lib/db"));
    }

    @Test
    void checkWhenAnAliasIsExplainedFollowsIt() {
        TreeOf tree = TreeOf.files("web/src/app.ts", "import a from '@/lib/db'\nimport b from '~/x'",
                "web/tsconfig.json",
                "{\"extends\": \"../tsconfig.base.json\", /* c */}", "tsconfig.base.json",
                "{\"compilerOptions\": {\"baseUrl\": \".\", \"paths\": {\"@/*\": [\"web/src/*\"]}}}");
        assertThat(tree.found(check)).singleElement()
                .satisfies(found -> assertThat(found.message()).contains("@/lib/db"));
        assertThat(tree.with("web/src/lib/db.ts", "").found(check)).isEmpty();
        assertThat(tree.without("web/src/lib/db.ts").without("tsconfig.base.json").found(check)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"@shared/nothere | @shared/* | shared/* | shared/nothere.ts",
            "@dreamnet/lib/nothere | @dreamnet/lib/* | packages/lib/src/* | packages/lib/src/nothere/index.ts",
            "@dreamnet/db/gone.js | @dreamnet/*/gone.js | packages/*/src/gone.ts | packages/db/src/gone.ts",
            "@dreamnet/nothere | @dreamnet/* | packages/*/src | packages/nothere/src/index.ts",
            "~lib/a | ~lib/* | lib/* | lib/a.tsx"})
    void checkWhenAPatternExplainsAnImportFollowsIt(String imported, String pattern, String target, String file) {
        TreeOf tree = TreeOf.files("apps/web/src/app.ts", "import a from '%s'".formatted(imported),
                "shared/types.ts", "", "packages/lib/src/a.ts", "", "lib/b.ts", "",
                "apps/web/tsconfig.json", "{\"extends\": \"../../tsconfig.json\"}", "tsconfig.json",
                "{\"compilerOptions\": {\"paths\": {\"%s\": [\"%s\"]}}}".formatted(pattern, target));
        assertThat(tree.found(check)).singleElement().satisfies(found -> {
            assertThat(found.message()).startsWith("imports " + imported + ", which is no file of the repository");
            assertThat(found.severity()).isEqualTo(Severity.HIGH);
        });
        assertThat(tree.with(file, "").found(check)).isEmpty();
    }

    @Test
    void checkWhenAPackageOfOthersMayHaveItFindsNothing() {
        String settings = "{\"compilerOptions\": {\"paths\": {\"@shared/*\": [\"shared/*\"], \"@/*\": [\"%s/*\"]}}}";
        TreeOf tree = TreeOf.files("src/app.ts", "import '@shared/kit/nothere'\nimport '@/nothere'", "shared/a.ts", "",
                "tsconfig.json", settings.formatted("dist"));
        assertThat(tree.found(check)).singleElement().satisfies(
                found -> assertThat(found.message()).contains("@shared/kit/nothere"));
        tree.with("package.json", "{\"dependencies\": {\"@shared/kit\": \"^1.0.0\"}}");
        assertThat(tree.found(check)).as("npm brings it").isEmpty();
        tree.with("package.json", "{}").with("kit/package.json", "{\"name\": \"@shared/kit\"}");
        assertThat(tree.found(check)).as("a package of its own").hasSize(1);
        assertThat(tree.with("kit/nothere.ts", "").found(check)).isEmpty();
        tree.without("kit/nothere.ts").with("kit/package.json",
                "{\"name\": \"@shared/kit\", \"exports\": {\".\": \"./a.js\"}}");
        assertThat(tree.found(check)).as("it says itself what it has").isEmpty();
    }

    @Test
    void checkWhenABaseUrlIsInheritedPathsAreRelativeToIt() {
        TreeOf tree = TreeOf.files("packages/a/src/app.ts", "import '@lib/x'", "tsconfig.base.json",
                "{\"compilerOptions\": {\"baseUrl\": \".\"}}", "packages/a/tsconfig.json",
                "{\"extends\": \"../../tsconfig.base.json\", \"compilerOptions\": {\"paths\": {\"@lib/*\": [\"lib/*\"]}}}",
                "lib/y.ts", "", "packages/a/lib/x.ts", "");
        assertThat(tree.found(check)).hasSize(1);
        assertThat(tree.with("lib/x.ts", "").found(check)).isEmpty();
        tree.without("lib/x.ts").with("tsconfig.base.json", "{}");
        assertThat(tree.found(check)).as("then to the file that has them").isEmpty();
    }

    @Test
    void checkWhenSvelteKitHasALibraryFollowsIt() {
        TreeOf tree = TreeOf.files("web/src/routes/+page.svelte", "<script>\nimport a from '$lib/a'\n</script>");
        assertThat(tree.found(check)).as("nothing says what it stands for").isEmpty();
        assertThat(tree.with("web/svelte.config.js", "export default { kit: {} }").found(check)).hasSize(1);
        assertThat(tree.with("web/src/lib/a.ts", "").found(check)).isEmpty();
        tree.without("web/src/lib/a.ts").with("web/svelte.config.js", "export default {kit: {files: {lib: 'l'}}}");
        assertThat(tree.found(check)).isEmpty();
    }

    @Test
    void checkWhenFilesAreCopiedOverOthersIsSilent() {
        assertThat(TreeOf.files("lib/override/a.js", "require('./gone')").found(check)).isEmpty();
        assertThat(TreeOf.files("lib/overriding/a.js", "require('./gone')").found(check)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/A.vue", "src/A.svelte"})
    void checkWhenAComponentImportsFindsIt(String path) {
        String text = "<template>import a from './no'</template>\n<script setup lang=\"ts\">\nimport b from './b'\n</script>\n";
        assertThat(TreeOf.files(path, text).found(check)).singleElement()
                .satisfies(found -> assertThat(found.line()).isEqualTo(3));
        assertThat(TreeOf.files(path, text, "src/b.ts", "").found(check)).isEmpty();
    }

    @Test
    void checkWhenABuildMakesItFindsNothing() {
        assertThat(
                TreeOf.files("www/a.js", "import a from '../crate/pkg/crate.js'", "crate/Cargo.toml", "").found(check))
                .isEmpty();
        assertThat(
                TreeOf.files("website/pages/a.js", "require('../core/x.js')", "website/siteConfig.js", "").found(check))
                .isEmpty();
        assertThat(
                TreeOf.files("ext/a/modules/a.js", "require('./data.json')", "ext/a/extension.json", "").found(check))
                .isEmpty();
    }

    @Test
    void goWhenAPackageOfTheModuleIsMissingFindsIt() {
        TreeOf tree = TreeOf.files("go.mod", "module shop.net/app\n", "cmd/a.go",
                "package main\n\nimport (\n\t\"fmt\"\n\tx \"shop.net/app/internal/db\"\n\t\"shop.net/other/a\"\n)\n");
        assertThat(tree.found(new GoImportCheck())).singleElement().satisfies(found -> {
            assertThat(found.line()).isEqualTo(5);
            assertThat(found.severity()).isEqualTo(Severity.HIGH);
        });
        assertThat(tree.with("internal/db/db.go", "").found(new GoImportCheck())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"test/fixtures/a.js", "src/__fixtures__/a.ts", "node_modules/b/a.js", "vendor/a.js",
            "a.min.js", "isotope.pkgd.js",
            "dist/a.js", "testdata/a.js", "packages/create/template-vue/a.js", "test/cases/x/a.js", "a.json",
            "{{name}}/a.js", "src/main/resources/static/a.js"})
    void readsWhenNotTheRepositorysOwnIsFalse(String path) {
        assertThat(TreeOf.files(path, "require('./gone')").found(check)).isEmpty();
    }

    @Test
    void checkWhenMinifiedFindsNothing() {
        assertThat(TreeOf.files("a.js", "require('./gone');" + "a();".repeat(2000)).found(check)).isEmpty();
    }

    @Test
    void checkWhenInputIsRandomNeverThrows() {
        String alphabet = "import from export require('./a\"`${}[]()/*\\\n<>=;,. try{catch";
        Random random = new Random(20261124);
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                int from = random.nextInt(alphabet.length());
                text.append(alphabet, from, Math.min(alphabet.length(), from + 1 + random.nextInt(8)));
            }
            assertThatCode(() -> TreeOf.files("a.js", text.toString()).found(check)).doesNotThrowAnyException();
        }
    }

    @Test
    void checkWhenHostileIsLinear() {
        for (String part : List.of("(", "{`${", "import {", "export * ", "/", "import a ", "require('./a')\n",
                "try{", "try{}catch{")) {
            String text = (part + "\n").repeat(900_000 / (part.length() + 1));
            assertThatCode(() -> TreeOf.files("a.js", text).found(check)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"prepare | husky | HIGH", "prebuild | node tools/write.js | LOW",
            "prebuild | node tools/read.js | HIGH", "prebuild | echo > src/version.ts | LOW",
            "start | echo > src/version.ts | HIGH", "codegen | graphql-codegen | HIGH"})
    void checkWhenAScriptWritesTheFileIsLow(String script, String command, Severity severity) {
        TreeOf tree = TreeOf.files("src/a.ts", "import './version';", "package.json",
                "{\"scripts\": {\"%s\": \"%s\"}}".formatted(script, command), "tools/write.js",
                "fs.writeFileSync('src/version.ts', v)", "tools/read.js", "read('src/version.js')");
        assertThat(tree.found(new ScriptImportCheck())).extracting(Finding::severity).containsExactly(severity);
        tree.with("src/a.ts", "import './gql/types';");
        assertThat(tree.found(new ScriptImportCheck())).extracting(Finding::severity)
                .containsExactly(script.equals("codegen") ? Severity.LOW : Severity.HIGH);
    }

    @ParameterizedTest
    @CsvSource({"./user.types, src/user.types.ts, LOW", "./user.types.js, src/user.types.ts, LOW",
            "./user.types, src/types.ts, HIGH"})
    void checkWhenAScriptWritesAFileWithDotsInItsNameIsLow(String imported, String written, Severity severity) {
        assertThat(TreeOf.files("src/a.ts", "import '%s';".formatted(imported), "package.json",
                "{\"scripts\": {\"prebuild\": \"echo > %s\"}}".formatted(written)).found(new ScriptImportCheck()))
                .extracting(Finding::severity).containsExactly(severity);
    }
}

package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.secret.Planted;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static ink.dreamnet.halo.repo.Workbench.findings;
import static org.assertj.core.api.Assertions.assertThat;

/// What other files say about a finding, beside the twin that nothing excuses.
class FindingsAcrossFilesTest {

    private static final String KEY = Planted.armour("PRIVATE KEY", Planted.privateKeyBody());

    @TempDir
    Path directory;
    private Scratch scratch;
    private Workbench bench;

    @BeforeEach
    void makeARepository() throws IOException {
        scratch = new Scratch(Files.createDirectory(directory.resolve("work")));
        bench = bench("data");
    }

    private Workbench bench(String data) {
        Workbench made = new Workbench(directory.resolve(data), Map.of(), Map.of());
        made.others.addAll(CheckContractTest.all().stream()
                .filter(check -> check.getClass().getPackageName().startsWith("ink.dreamnet.halo.code")).toList());
        made.restart();
        return made;
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    private static String certificate(String name) {
        return TreeOf.resource("code/certificates/" + name);
    }

    @ParameterizedTest
    @CsvSource({"localhost.crt, low", "ended.crt, low", "nameless.crt, low", "server.crt, critical"})
    void keyWhenItsCertificateIsWorthNothingIsLow(String certificate, String severity) throws Exception {
        scratch.file("tls/server.key", KEY).file("tls/server.crt", certificate(certificate))
                .file("both/server.pem", KEY + certificate(certificate)).file("nginx.conf", "ssl_key tls/server.key;")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.secret tls/server.key " + severity, "repo.secret both/server.pem " + severity);
    }

    @Test
    void keyWhenOnlyTestsNameItIsLow() throws Exception {
        scratch.file("jose-util/ec.key", KEY).file("jose-util/jose-util.t", "  $ jose-util sign --key ec.key\n")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactly("repo.secret jose-util/ec.key low");
        scratch.file("jose-util/keys.go", "key := load(\"ec.key\")\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("production does, too")
                .containsExactly("repo.secret jose-util/ec.key critical");
        scratch.file("jose-util/keys.go", "key := options.key\n").remove("jose-util/jose-util.t")
                .file("make-keys.sh", "openssl genrsa -out jose-util/ec.key\n").file("README.md", "See `ec.key`.")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("nobody does")
                .containsExactly("repo.secret jose-util/ec.key critical");
    }

    @Test
    void keyWhenItsAuthorsSayThatItIsForTestsIsLow() throws Exception {
        scratch.file("boot/vendor.pem", KEY).file("boot/sign.c", "sign(\"vendor.pem\");\n")
                .file(".devcontainer/httpd/server.key", KEY).file("deploy/server.key", KEY)
                .file("deploy/start.sh", "run --key deploy/server.key\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.secret boot/vendor.pem critical", "repo.secret .devcontainer/httpd/server.key low",
                "repo.secret deploy/server.key critical");
        scratch.file("docs/boot.rst", "The dummy signing key ``boot/vendor.pem`` is replaced on devices.\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).contains("repo.secret boot/vendor.pem low",
                "repo.secret deploy/server.key critical");
        scratch.file("tests/tls/README.md", "`server.key` is the test key.\n").file("production/vendor.pem", KEY)
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("those are other keys")
                .contains("repo.secret deploy/server.key critical", "repo.secret production/vendor.pem critical");
    }

    @Test
    void keyWhenOnlyTestsNameThoseBesideItIsLow() throws Exception {
        scratch.file("certs/ecc-key.pem", KEY).file("certs/ocsp/spare-key.pem", KEY).file("other/server-key.pem", KEY)
                .file("tests/api.c", "#define ECC \"./certs/ecc-key.pem\"\n")
                .file("certs/include.am", "certs/ecc-key.pem\n")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.secret certs/ecc-key.pem low", "repo.secret certs/ocsp/spare-key.pem low",
                "repo.secret other/server-key.pem critical");
        scratch.file("src/tls.c", "load(\"./certs/ecc-key.pem\");\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("production uses one of them")
                .containsExactlyInAnyOrder(
                        "repo.secret certs/ecc-key.pem critical", "repo.secret certs/ocsp/spare-key.pem critical",
                        "repo.secret other/server-key.pem critical");
    }

    @Test
    void keyWhenSeveralLieTogetherStandsForThoseThatProductionNames() throws Exception {
        scratch.file("certs/ca-key.pem", KEY).file("certs/ecc/a.pem", KEY).file("certs/ecc/b.pem", KEY)
                .file("certs/ecc/prod.pem", KEY).file("deploy/server.key", KEY).file("ssh/id_rsa_1024", KEY)
                .file("ssh/id_rsa_2048", KEY).file("ssh/id_rsa_4096", KEY)
                .file("nginx.conf", "ssl_key certs/ecc/a.pem;")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.secret certs/ca-key.pem medium", "repo.secret certs/ecc/a.pem low",
                "repo.secret ssh/id_rsa_1024 low", "repo.secret ssh/id_rsa_2048 low", "repo.secret ssh/id_rsa_4096 low",
                "repo.secret certs/ecc/b.pem low", "repo.secret certs/ecc/prod.pem critical",
                "repo.secret deploy/server.key critical");
    }

    @Test
    void jsonWhenManyFilesAreCutOffIsNoDialect() throws Exception {
        for (int i = 0; i < 8; i++) {
            scratch.file("config/" + i + ".json", "{\"a\": {").file("lax/" + i + ".json", "{'a': 1}")
                    .file("own/" + i + ".yml", "#\n".repeat(i) + "part%d: |\n  a\n b\nc: 1\n".formatted(i));
        }
        scratch.file("ci/a.yml", "part: |\n  a\n b\nc: 1\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).contains("repo.json-invalid config/7.json high",
                "repo.json-invalid lax/7.json low", "repo.yaml-invalid own/7.yml low",
                "repo.yaml-invalid ci/a.yml high");
    }

    @Test
    void xmlWhenAnotherFileIncludesItIsAFragment() throws Exception {
        String fragment = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<property name=\"a\"/>\n<target name=\"b\"/>\n";
        scratch.file("ant-common.xml", fragment).file("alone.xml", fragment)
                .file("demo-app/build.xml",
                        "<!DOCTYPE project [\n    <!ENTITY commonBuild SYSTEM \"../ant-common.xml\">\n]>\n"
                                + "<project>&commonBuild;</project>\n")
                .file("res/tomcat-users_1.xml", "<?xml version='1.0' encoding='utf-8'?>\n<tomcat-users>\n")
                .file("res/tomcat-users_2.xml", "</tomcat-users>\n").file("res/server_1.xml", "<Server>\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.xml-invalid alone.xml high", "repo.xml-invalid res/server_1.xml high");
    }

    @Test
    void referenceWhenABuildNamesWhatIsMissingMayBeMade() throws Exception {
        scratch.file("docs/perf.md", "* [unit tests cpu perf](perf_unit_tests.md)\n* [gone](perf_gone.md)\n")
                .file(".github/workflows/pages.yml", "jobs:\n  pages:\n    steps:\n"
                        + "      - run: echo '<object/>' > docs/perf_unit_tests.md\n")
                .file("python/js/lib/web_visualizer.js", "require('./webrtcstreamer');\nrequire('./gone');\n")
                .file("cpp/make_python_package.cmake",
                        "configure_file(\"html/webrtcstreamer.js\"\n    \"${DST_DIR}/js/lib/webrtcstreamer.js\")\n")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.link-broken docs/perf.md medium", "repo.import-unresolved python/js/lib/web_visualizer.js high");
    }

    private static final String SMOKE_TEST = """
            name: Smoke-test hosted agents
            on:
              push:
                paths: [tests/lesson-16-smoke-tests.json]
              workflow_dispatch:
                inputs:
                  tests_file:
                    type: choice
                    default: tests/lesson-16-smoke-tests.json
                    options:
                      - tests/lesson-04-smoke-tests.json
                      - tests/lesson-16-smoke-tests.json
            env:
              LESSON: tests/lesson-04-smoke-tests.json
            jobs:
              smoke:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                  - uses: JFolberth/ai-smoketest@v1
                    with:
                      tests_file: tests/lesson-04-smoke-tests.json
            """;

    @ParameterizedTest
    @ValueSource(strings = {"- run: python catalog.py > tests/lesson-16-smoke-tests.json",
            "- uses: actions/download-artifact@v4\n        with:\n          path: tests/lesson-16-smoke-tests.json",
            "- uses: shop/catalog@v1\n        with:\n          output-file: tests/lesson-16-smoke-tests.json"})
    void linkWhenAWorkflowOnlyReadsItsTargetIsBroken(String makes) throws Exception {
        scratch.file(".github/workflows/smoke-test.yml", SMOKE_TEST).file("tests/README.md", "# Tests\n")
                .file("catalog.py", "")
                .file("04-tool-use/README.md", "[Catalog](../tests/lesson-04-smoke-tests.json)\n")
                .file("16-deploying/README.md", "[Catalog](../tests/lesson-16-smoke-tests.json)\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.link-broken 04-tool-use/README.md medium", "repo.link-broken 16-deploying/README.md medium");
        scratch.file(".github/workflows/smoke-test.yml", SMOKE_TEST + "      " + makes + "\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("it makes the other one")
                .containsExactly("repo.link-broken 04-tool-use/README.md medium");
    }

    @Test
    void symbolicLinkWhenABuildMakesItsTargetIsNone() throws Exception {
        scratch.link("themes/debian/js", "../default/js").link("themes/debian/css", "../default/css")
                .file("themes/default/a.html", "").file("contrib/build.sh", "TARGET=../../themes/default/js\n")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactly(
                "repo.symlink-broken themes/debian/css medium");
    }

    @Test
    void javaWhenThePackagesOnlyMissingTypeIsImportedIsUnresolved() throws Exception {
        String main = "shop/src/main/java/net/shop/";
        scratch.file(main + "App.java", "package net.shop;\nimport java.util.List;\nimport net.shop.model.Item;\n"
                + "import net.shop.model.Order;\nimport net.shop.text.Messages;\nimport org.slf4j.Logger;\n")
                .file(main + "model/Item.java", "package net.shop.model;\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactly(
                "repo.import-unresolved " + main + "App.java high");
        scratch.file(main + "Other.java", "package net.shop;\nimport org.iso_relax.Filter;\n")
                .file("shop/src/main/java/org/iso_relax/Localizer.java", "package org.iso_relax;\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("a dependency has the rest of its package")
                .containsExactlyInAnyOrder("repo.import-unresolved " + main + "App.java high",
                        "repo.import-unresolved " + main + "Other.java low");
        scratch.remove(main + "Other.java");
        scratch.file(main + "model/Item.java", "package net.shop.model;\npublic class Item {}\nclass Order {}\n")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("another file declares it, too").isEmpty();
        scratch.file(main + "model/Item.java", "package net.shop.model;\n")
                .file("shop/src/main/resources/net/shop/model/Order.properties", "a=b\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("a plugin makes it").isEmpty();
    }

    @Test
    void javaWhenManyFilesImportTheMissingTypeIsSilent() throws Exception {
        String main = "shop/src/main/java/net/shop/";
        scratch.file(main + "model/Item.java", "package net.shop.model;\n").file("bin/java", "a file of that name\n");
        for (int i = 0; i < 5; i++) {
            scratch.file(main + "App" + i + ".java", "package net.shop;\nimport net.shop.model.Order;\n");
        }
        scratch.commit();
        assertThat(findings(bench.inspect(scratch.directory()))).hasSize(5);
        scratch.file(main + "App5.java", "package net.shop;\nimport net.shop.model.Order;\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("nothing would compile: a dependency has it")
                .isEmpty();
    }

    @Test
    void scriptWhenItsImportIsOfATemplateOrResolvedElsewhereIsLow() throws Exception {
        scratch.file("js/ui.js", "import './config.js';\nimport './gone.js';\n").file("js/config.js.in", "a = '@A@'\n")
                .file("docs/site/npm.js", "require('../js/popover.js')\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.import-unresolved js/ui.js low", "repo.import-unresolved js/ui.js high",
                "repo.import-unresolved docs/site/npm.js low");
        scratch.file("meson.build", "gnome.compile_resources('shell', 'shell.gresource.xml')\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("packed under other paths").allMatch(
                finding -> finding.endsWith(" low"));
        scratch.file("js/package.json", "{\"name\": \"ui\"}").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).contains("repo.import-unresolved js/ui.js high");
    }

    @Test
    void findingWhenTheDirectoryIsACopyOfAProjectOfOthersIsLow() throws Exception {
        scratch.file("LICENSE", "Copyright (c) 2020 Ann Bell\n").file("ui/a.ts", "import './gone';\n")
                .file("ui/a.json", "{\"a\": 1").file("ui/LICENSE", "Copyright (C) 2023, Ann Bell\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.import-unresolved ui/a.ts high", "repo.json-invalid ui/a.json high");
        scratch.file("ui/LICENSE", "Copyright (c) 2023 Carl Dorn\n").file("ui/server.key", KEY).commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.import-unresolved ui/a.ts low", "repo.json-invalid ui/a.json low",
                "repo.secret ui/server.key low");
        scratch.file("nginx.conf", "ssl_key ui/server.key;").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("its own project does")
                .contains("repo.secret ui/server.key critical");
    }

    @ParameterizedTest
    @ValueSource(strings = {"moz.yaml", "GIT-INFO", "README.chromium", ".gitrepo"})
    void findingWhenARecordSaysWhatTheDirectoryIsACopyOfIsLow(String record) throws Exception {
        scratch.file("intl/icu/a/all.sln",
                "Project(\"{8BC9CEB8}\") = \"cal\", \"..\\cal\\cal.vcxproj\", \"{F7659D77}\"\n")
                .commit();
        assertThat(findings(bench.inspect(scratch.directory())))
                .containsExactly("repo.workspace-member-missing intl/icu/a/all.sln high");
        scratch.file("intl/icu/" + record, "origin: upstream\n").commit();
        assertThat(findings(bench.inspect(scratch.directory())))
                .containsExactly("repo.workspace-member-missing intl/icu/a/all.sln low");
    }

    private void importsOf(int files) throws IOException {
        scratch.file("ui/package.json", "{\"name\": \"ui\"}");
        for (int file = 0; file < files; file++) {
            scratch.file("ui/src/view%d.ts".formatted(file), "import './parts/part%d';\n".formatted(file % 5));
        }
    }

    private List<String> severitiesOfImports() throws InterruptedException {
        return findings(bench.inspect(scratch.directory())).stream()
                .filter(finding -> finding.startsWith("repo.import-unresolved ui/src/view"))
                .map(finding -> finding.substring(finding.lastIndexOf(' ') + 1)).toList();
    }

    /// Six are what a commit breaks, twelve are found by something that HALO does not know.
    @Test
    void importWhenManyLeadToNothingIsLowUnlessTheirFilesWereThere() throws Exception {
        importsOf(6);
        scratch.commit();
        assertThat(severitiesOfImports()).containsOnly("high").hasSize(6);
        importsOf(12);
        scratch.commit();
        assertThat(severitiesOfImports()).containsOnly("low").hasSize(12);
        scratch.file("api/package.json", "{}").file("api/a.ts", "import './gone';\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("of another project")
                .contains("repo.import-unresolved api/a.ts high");
    }

    @Test
    void importWhenADirectoryWasMovedIsHighHoweverManyBreak() throws Exception {
        importsOf(12);
        for (int part = 0; part < 5; part++) {
            scratch.file("ui/src/widgets/parts/part%d.ts".formatted(part), "export const part = %d;\n".formatted(part));
        }
        scratch.commit();
        Inspection moved = bench.inspect(scratch.directory());
        assertThat(findings(moved)).allMatch(finding -> finding.endsWith(" high")).hasSize(12);
        assertThat(Workbench.scan(moved).findings().getFirst().first().getFirst().message()).isEqualTo(
                "imports ./parts/part0, which is no file of the repository: perhaps /ui/src/widgets/parts/part0.ts is"
                        + " meant, which is ./widgets/parts/part0 from there");
    }

    @Test
    void importWhenManyLeadToNothingAndAnotherPackageHasTheirNamesIsLow() throws Exception {
        importsOf(12);
        for (int part = 0; part < 5; part++) {
            scratch.file("api/parts/part%d.ts".formatted(part), "export const part = %d;\n".formatted(part));
        }
        scratch.commit();
        assertThat(severitiesOfImports()).containsOnly("low").hasSize(12);
    }

    private void workspaceOfPnpm() throws IOException {
        scratch.file("package.json", "{\"name\": \"dream\", \"private\": true}")
                .file("pnpm-workspace.yaml", "packages:\n  - packages/*\n  - apps/*\n")
                .file("packages/shared/package.json", "{\"name\": \"@dream/shared\", \"version\": \"1.0.0\"}")
                .file("packages/shared/index.ts", "export const a = 1;\n")
                .file("apps/api/package.json", "{\"name\": \"@dream/api\", \"version\": \"1.0.0\"}")
                .file("apps/api/src/a.test.ts", "import { a } from '@dream/shared';\n")
                .file("apps/api/src/b.ts", "import express from 'express';\nimport { a } from '@dream/shared';\n")
                .file("apps/api/src/c.ts", "import { a } from '@dream/shared/index';\nimport '@dream/api';\n"
                        + "import '@others/b';\n");
    }

    @Test
    void packageOfTheWorkspaceWhenNobodyDeclaresItIsAFindingOnce() throws Exception {
        workspaceOfPnpm();
        scratch.commit();
        Inspection inspected = bench.inspect(scratch.directory());
        assertThat(findings(inspected)).containsExactly("repo.dependency-undeclared apps/api/src/b.ts medium");
        assertThat(Workbench.scan(inspected).findings().getFirst().first().getFirst().message()).isEqualTo(
                "imports @dream/shared, a package of this repository (/packages/shared) that /apps/api/package.json does"
                        + " not declare, so that pnpm does not link it; 2 other files do the same");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "apps/api/package.json | {'name': '@dream/api', 'peerDependencies': {'@dream/shared': '*'}}",
            "package.json | {'devDependencies': {'@dream/shared': 'workspace:*'}}",
            "pnpm-workspace.yaml | ^packages: [packages/*, apps/*]\\nnodeLinker: hoisted\\n^",
            ".npmrc | shamefully-hoist=true",
            "package.json | {'packageManager': 'yarn@4.0.0', 'workspaces': ['packages/*', 'apps/*']}",
            "tsconfig.json | {'compilerOptions': {'paths': {'@dream/*': ['packages/*']}}}",
            "apps/api/vite.config.ts | export default { resolve: { alias: { '@dream/shared': '../../packages/shared' } } }",
            "pnpm-workspace.yaml | ^packages: [apps/*]\\n^"})
    void packageOfTheWorkspaceWhenItMayBeFoundIsNoFinding(String path, String text) throws Exception {
        workspaceOfPnpm();
        scratch.file(path, text.replace('\'', '"').replace("\\n", "\n")).commit();
        assertThat(findings(bench.inspect(scratch.directory()))).noneMatch(found -> found.contains("undeclared"));
    }

    @Test
    void importWhenManyLeadToNothingCountsThoseByAnAliasToo() throws Exception {
        importsOf(6);
        scratch.file("ui/tsconfig.json", "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./src/*\"]}}}")
                .file("ui/src/view7.ts", "import '@/parts/part7';\nimport '@/parts/part8';\n").commit();
        Inspection inspected = bench.inspect(scratch.directory());
        assertThat(findings(inspected)).allMatch(finding -> finding.endsWith(" low")).hasSize(8);
        assertThat(Workbench.scan(inspected).findings().getFirst().first().getFirst().message())
                .isEqualTo("imports ./parts/part0, which is no file of the repository; 7 other imports in /ui lead to"
                        + " nothing, too, so that something HALO does not know may provide them");
    }

    @Test
    void importWhenManyFilesWereRemovedIsHighForAsLongAsTheyAreGone() throws Exception {
        for (int part = 0; part < 5; part++) {
            scratch.file("ui/src/parts/part%d.ts".formatted(part), "export const part = %d;\n".formatted(part));
        }
        importsOf(12);
        scratch.commit();
        assertThat(severitiesOfImports()).isEmpty();
        for (int part = 0; part < 5; part++) {
            scratch.remove("ui/src/parts/part%d.ts".formatted(part));
        }
        scratch.commit();
        Inspection broken = bench.inspect(scratch.directory());
        assertThat(Workbench.scan(broken).findings()).singleElement()
                .satisfies(code -> assertThat(code.first().getFirst().message()).endsWith("; it was there before"));
        bench.restart();
        scratch.file("README.md", "later").commit();
        assertThat(severitiesOfImports()).as("at a later commit, after a restart").containsOnly("high").hasSize(12);
        assertThat(findings(bench("other").inspect(scratch.directory()))).as("by someone who sees it first now")
                .allMatch(finding -> finding.endsWith(" high")).hasSize(12);
        for (int part = 0; part < 5; part++) {
            scratch.file("ui/src/parts/part%d.ts".formatted(part), "export const part = %d;\n".formatted(part));
        }
        scratch.commit();
        assertThat(severitiesOfImports()).isEmpty();
    }

    @Test
    void linkWhenItsTargetWasRemovedIsMediumWhateverReadsThePages() throws Exception {
        scratch.file("mkdocs.yml", "site_name: shop\n").file("docs/start.md", "[setup](setup.md) [api](api.md)\n")
                .file("docs/setup.md", "# Set-up").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactly("repo.link-broken docs/start.md low");
        scratch.remove("docs/setup.md").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.link-broken docs/start.md low", "repo.link-broken docs/start.md medium");
    }

    /// Neither what is left out nor what a build makes may stand for others.
    @Test
    void linkWhenTheFirstOfItsCauseIsNoFindingIsMedium() throws Exception {
        scratch.file("docs/a.md", "[b](b.md)\n").file("docs/c.md", "[b](b.md)\n")
                .file("docs/README.md", "[made](gone/made.md) [other](gone/other.md)\n").file("x/made.md", "")
                .file("x/other.md", "").file("Makefile", "doc:\n\tmake-page > docs/gone/made.md\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrder(
                "repo.link-broken docs/README.md medium", "repo.link-broken docs/a.md medium",
                "repo.link-broken docs/c.md low");
        WatchedRepository without = Workbench.watched(new RepositorySpec(null, scratch.directory().toString(), null,
                null, null, List.of(new RepositorySpec.ExcludeSpec(null, "docs/a.md")), null, null, null, null, null,
                null));
        assertThat(findings(bench.inspect(without))).containsExactlyInAnyOrder(
                "repo.link-broken docs/README.md medium", "repo.link-broken docs/c.md medium");
    }

    @Test
    void linkWhenPagesBesideItsTargetAreThereIsMediumOnce() throws Exception {
        String related = "- [a](a.md)\n- [b](b.md)\n- [c](c.md)\n- [gone](gone.md)\n";
        for (String page : List.of("a", "b", "c")) {
            scratch.file(".serena/memories/%s.md".formatted(page), related);
        }
        scratch.commit();
        List<String> once = List.of("repo.link-broken .serena/memories/a.md medium",
                "repo.link-broken .serena/memories/b.md low", "repo.link-broken .serena/memories/c.md low");
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactlyInAnyOrderElementsOf(once);
        scratch.file("README.md", "later").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).as("of facts that are known")
                .containsExactlyInAnyOrderElementsOf(once);
    }

    @Test
    void linkWhenItsTargetIsOfAnotherBranchWasNotThereBefore() throws Exception {
        ObjectId base = scratch.file("mkdocs.yml", "site_name: shop\n").file("docs/start.md", "# Start").commit();
        scratch.file("docs/setup.md", "# Set-up").commit();
        bench.inspect(scratch.directory());
        scratch.remove("docs/setup.md").file("docs/start.md", "[setup](setup.md)\n").commit("refs/heads/other", base);
        scratch.git().updateRef(Constants.HEAD).link("refs/heads/other");
        assertThat(findings(bench.inspect(scratch.directory()))).containsExactly("repo.link-broken docs/start.md low");
    }

    @Test
    void linkWhenADirectoryWasRemovedIsMediumOnceInEachPageAndNamesIt() throws Exception {
        scratch.file("mkdocs.yml", "site_name: shop\n").file("docs/old/a.md", "# A").file("docs/old/more/b.md", "# B")
                .file("docs/start.md", "[a](old/a.md) [b](old/more/b.md)\n")
                .file("docs/next.md", "[b](old/more/b.md)\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).isEmpty();
        scratch.remove("docs/old/a.md").remove("docs/old/more/b.md").commit();
        Inspection seen = bench.inspect(scratch.directory());
        assertThat(findings(seen)).containsExactlyInAnyOrder("repo.link-broken docs/next.md medium",
                "repo.link-broken docs/start.md medium", "repo.link-broken docs/start.md low");
        assertThat(Workbench.scan(seen).findings().getFirst().first().getFirst().message())
                .endsWith("; it was there before, and so was the directory /docs/old");
    }

    @Test
    void javaWhenAPackageIsSharedWithADependencyIsSilent() throws Exception {
        String test = "classic/src/test/java/";
        scratch.file(test + "net/shop/LogTest.java", "package net.shop;\nimport org.slf4j.Logger;\n"
                + "import static org.slf4j.LoggerFactory.getLogger;\n")
                .file(test + "org/slf4j/LoggerRunner.java", "package org.slf4j;\n").commit();
        assertThat(findings(bench.inspect(scratch.directory()))).isEmpty();
    }
}

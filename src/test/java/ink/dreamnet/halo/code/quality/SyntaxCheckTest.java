package ink.dreamnet.halo.code.quality;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.secret.Planted;
import ink.dreamnet.halo.support.CpuTime;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class SyntaxCheckTest {

    private static List<String> json(String path, String text) {
        return Checked.of(new JsonCheck(), path, text).places();
    }

    private static List<String> yaml(String path, String text) {
        return Checked.of(new YamlCheck(), path, text).places();
    }

    private static List<String> toml(String path, String text) {
        return Checked.of(new TomlCheck(), path, text).places();
    }

    private static List<String> xml(String path, String text) {
        return Checked.of(new XmlCheck(), path, text).places();
    }

    @Nested
    class Json {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
                "a missing comma | ^{\n  'a': 1\n  'b': 2\n}^ | 3",
                "a missing colon | ^{\n  'a' 1\n}^ | 2",
                "an open string | ^{\n  'a': 'b\n}^ | 2",
                "cut off | ^{\n  'a': [1,\n^ | 3",
                "one brace too many | ^{\n}\n}\n^ | 3",
                "a bare word | ^{\n\n  'a': yes\n}^ | 3"})
        void checkWhenBrokenNamesTheLine(String what, String text, int line) {
            assertThat(json("config/app.json", text.replace('\'', '"'))).as(what).containsExactly(
                    "repo.json-invalid HIGH " + line);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "[]", "null", "12.5e3", "\uFEFF{\"a\": 1}\n", "", "  \n", "{\"a\": \"\\u00e4\"}",
                "{\"a\": \"{{name}} has ${n}\"}", "{\"a\":1}\n{\"a\":2}\n", "{\"//\": 1, \"//\": 2}",
                "{\"$comment\": 1, \"$comment\": 2}",
                "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
                "---\n---\n[\n{% for post in site.posts %}\n]\n", "{ \"version\": {{ version }} }", "{ \"id\": ${ID} }",
                "{\n  \"a\": <%= b %>\n}"})
        void checkWhenSoundOrATemplateIsSilent(String text) {
            assertThat(json("config/app.json", text)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"tsconfig.json", "web/tsconfig.build.json", ".vscode/settings.json", "a/.eslintrc.json",
                ".devcontainer/devcontainer.json", ".babelrc", "api-extractor.json", "x.jsonc",
                "src/App/appsettings.Development.json", "halo.code-workspace"})
        void checkWhenCommentsAreAllowedAccusesOnlyWhatIsBroken(String path) {
            assertThat(json(path, "// why\n{\n  /* so */ \"a\": [1, 2,],\n}\n")).isEmpty();
            assertThat(json(path, "// why\n{\n  \"a\": [1, 2\n}\n")).containsExactly("repo.json-invalid HIGH 4");
        }

        @Test
        void checkWhenAKeyStandsTwiceNamesTheSecond() {
            String text = "{\n  \"a\": 1,\n  \"b\": {\"a\": 1},\n  \"a\": 2\n}";
            assertThat(json("config/app.json", text)).containsExactly("repo.json-duplicate-key MEDIUM 4");
            assertThat(json("package.json", text)).containsExactly("repo.json-duplicate-key MEDIUM 4");
            assertThat(json("config/app.json", text.replace("2\n}", "1\n}"))).as("all readers agree")
                    .containsExactly("repo.json-duplicate-key LOW 4");
            assertThat(json("config/app.json", "{\"a\": {\"b\": [1, {}]},\n\"a\": {\"b\": [1, []]},\n\"a\": 1}"))
                    .containsExactly("repo.json-duplicate-key MEDIUM 2");
            assertThat(json("app/world_data/map.json", text)).as("no settings")
                    .containsExactly("repo.json-duplicate-key LOW 4");
            assertThat(json("config/app.json", "{\"a\":[" + "1,".repeat(3000) + "1],\"a\":1}")).as("a tool wrote it")
                    .containsExactly("repo.json-duplicate-key LOW 1");
        }

        @Test
        void checkWhenAKeyStandsTwiceSaysWhichAndWhereItWasFirst() {
            assertThat(Checked
                    .of(new JsonCheck(), "config/app.json", "{\n  \"port\": 1,\n  \"host\": 2,\n  \"port\": 3\n}")
                    .findings()).extracting(Finding::message)
                    .containsExactly("has the key port, which its object has in line 2 already, with another value");
            assertThat(
                    Checked.of(new YamlCheck(), "app.yaml", "%TAG ! tag:a,2024:\n---\na: 1\n---\nb:\n  c: 1\n  c: 2\n")
                            .findings())
                    .extracting(Finding::message)
                    .containsExactly("has the key c, which its mapping has in line 6 already, with another value");
            assertThat(Checked.of(new YamlCheck(), "app.yaml",
                    "%TAG ! tag:a,2024:\n---\na: 1\n...\n%TAG ! tag:a,2024:\n---\nc: 1\nc: 2\n").findings())
                    .extracting(Finding::message)
                    .containsExactly("has the key c, which its mapping has in line 7 already, with another value");
            String secret = Planted.gitHub();
            assertThat(Checked.of(new JsonCheck(), "config/app.json",
                    "{\"%s\": 1, \"%s\": 2, \"a?b\": 1}".formatted(secret, secret)).findings())
                    .extracting(Finding::message).allMatch(message -> !message.contains(secret));
            assertThat(Checked.of(new JsonCheck(), "config/app.json", "{\"<b>\": 1, \"<b>\": 2}").findings())
                    .extracting(Finding::message)
                    .containsExactly("has a key, which its object has in line 1 already, with another value");
        }

        @Test
        void checkWhenCommentsAreNotKnownToBeAllowedIsLow() {
            String text = "{\n  \"a\": 1, // why\n}";
            assertThat(json("config/app.json", text)).containsExactly("repo.json-invalid LOW 2");
            assertThat(json("composer.json", text)).containsExactly("repo.json-invalid HIGH 2");
            assertThat(json("config/app.json", "# of its own\n{}")).containsExactly("repo.json-invalid LOW 1");
        }

        @ParameterizedTest
        @CsvSource({"test/fixtures/a.json,", "src/test/resources/testdata/a.json,", "api/__fixtures__/a.json,",
                "cases/invalid/a.json,", "src/malformed-input.json, HIGH", "cases/bad.json, HIGH",
                "node_modules/x/a.json,",
                "vendor/x/a.json,", "templates/a.json,", "test/a.json, LOW", "src/test/resources/a.json, LOW",
                "src/a.json, HIGH", "src/fixtures.json, LOW", "vs2017-template.json,",
                "src/testcert.json, LOW", "devstack/a.json, LOW"})
        void checkWhenPathTellsOfAPurposeWeighsIt(String path, String severity) {
            List<String> found = json(path, "{");
            assertThat(found).isEqualTo(severity == null ? List.of() : List.of("repo.json-invalid " + severity + " 1"));
        }

        @Test
        void checkWhenSeveralValuesStandInAManifestAccuses() {
            assertThat(json("composer.json", "{}\n{}\n")).containsExactly("repo.json-invalid HIGH 2");
        }

        @Test
        void messageQuotesNothingOfTheFile() {
            Checked checked = Checked.of(new JsonCheck(), "a.json", "{\"password\": hunter2hunter2}");
            assertThat(checked.findings()).singleElement().satisfies(found -> assertThat(found.message())
                    .doesNotContain("hunter2"));
        }
    }

    @Nested
    class YamlMessages {

        private List<String> said(String... lines) {
            return Checked.of(new YamlCheck(), ".github/workflows/ci.yml", String.join("\n", lines) + "\n").findings()
                    .stream().map(found -> found.line() + " " + found.message()).toList();
        }

        /// A script in Python that holds one in TypeScript, as an agent wrote it.
        @Test
        void messageWhenABlockEndsTooEarlySaysWhere() {
            String[] workflow = {"on: push", "jobs:", "  patch:", "    steps:", "      - name: Patch", "        run: |",
                    "          python3 - <<'PY'", "", "          addition = \"\"\"  test('formats', () => {",
                    "    const transport = new Transport({", "      socket: fake(),", "    });", "\"\"\"",
                    "          PY",
                    "      - run: pnpm test"};
            assertThat(said(workflow))
                    .containsExactly("10 the block that `run: |` begins at line 6 ends before line 10, "
                            + "which is indented less; what follows is no YAML");
            for (int line = 9; line < 13; line++) {
                workflow[line] = "          " + workflow[line].strip();
            }
            assertThat(said(workflow)).isEmpty();
            assertThat(said("services:", "  web:", "    command: >-", "      serve", "    --port 80", "    image: web"))
                    .containsExactly("5 the block that `command: >` begins at line 3 ends before line 5, which is "
                            + "indented less; what follows is no YAML");
            assertThat(said("steps:", "  - run: |", "      make", "      make test", "  - run: a", "   - run: b"))
                    .as("the block is whole")
                    .containsExactly("6 is indented as none of the lines that it could belong to");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
                "^    - name: Deploy: production^ | 3 a value with a colon and a blank in it has to be quoted",
                "^    - run: echo 'a: b': c^ | 3 a value with a colon and a blank in it has to be quoted",
                "^    - name: a~\trun: b^ | 4 is indented with a tab; YAML takes only blanks for that",
                "^    - uses: @actions/checkout^ | 3 a value that begins with @ has to be quoted",
                "^    - run: %TEMP%/x^ | 3 a value that begins with % has to be quoted",
                "^    - with: [main, *]^ | 3 a value that begins with * has to be quoted",
                "^    - if: !cancelled() && a^ | 3 a value that begins with ! has to be quoted",
                "^    - run: \"a\" && b^ | 3 has text after a closing quote; the whole value has to be quoted",
                "^    - run: 'it's'^ | 3 has text after a closing quote; the whole value has to be quoted",
                "^    - name: \"a~      run: b~    - name: \"c\"^ | 3 opens a quote that is closed only in line 5",
                "^    - with: [a, b~      run: c^ | 3 what [ opens is not closed before line 4",
                "^    - with~        x: a^ | 3 has no colon after its key",
                "^    - with: a~        x: b^ | 4 is indented more than line 3, whose key has a value already",
                "^    - name: a~     run: b^ | 4 is indented as none of the lines that it could belong to",
                "^    - name: a~      run~      with: b^ | 4 is neither a key with a colon and a blank after it nor an item of a list",
                "^    - name: a~    run: b^ | 4 a key stands among the items of a list"})
        void messageSaysWhatIsWrongWhereItIs(String steps, String message) {
            assertThat(said(("jobs:~  steps:~" + steps).split("~"))).containsExactly(message);
        }
    }

    @Nested
    class JsonMessages {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"{'a': tru} | Unrecognized token 'tru'",
                "{'a': hunter2} | Unrecognized token …", "[1, 2} | Unexpected close marker '}': expected ']'",
                "{'a' | ends before its JSON value does",
                "[1, ] | is JSON only for lenient readers: Unexpected character "
                        + "(']' (code 93)): expected a valid value",
                "{}x | Unrecognized token 'x'"})
        void messageIsOneClauseWithoutAdvice(String text, String message) {
            assertThat(Checked.of(new JsonCheck(), "a.json", text.replace('\'', '"')).findings()).singleElement()
                    .satisfies(found -> assertThat(found.message()).isEqualTo(message));
        }
    }

    @Nested
    class YamlFiles {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
                "a list that is not closed | ^a: 1\nb: [1, 2\nc: 3\n^ | 2",
                "a wrong indentation | ^a:\n   b: 1\n  c: 2\n^ | 3",
                "a tab for indentation | ^a:\n\tb: 1\n^ | 2",
                "a value after a value | ^a: 'x' y\n^ | 1",
                "an alias without its anchor | ^a: &x 1\nb: *y\n^ | 2",
                "a workflow | ^on: push\njobs:\n  a: ${{ b }}\n c: d\n^ | 4"})
        void checkWhenBrokenNamesTheLine(String what, String text, int line) {
            assertThat(yaml(".github/workflows/ci.yml", text)).as(what)
                    .containsExactly("repo.yaml-invalid HIGH " + line);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "# only a comment\n", "a: 1\n---\nb: 2\n...\n---\n- c\n",
                "x: !Ref Bucket\ny: !Sub\n  - a\nz: !vault |\n  abc\n", "a: &x {b: 1}\nc:\n  <<: *x\n  d: *x\n",
                "image: {{ .Values.image }}\n{{- if .x }}\na: b\n{{- end }}\n", "{% if a %}\nb: [\n{% endif %}\n",
                "<% a.each do |b| %>\nc: [<%= b %>\n<% end %>\n", "version: @project.version@\n", "a:\tb\n",
                "a: %{PROJECT_NAME}\n",
                "include: common.yaml\na: *common\n", "---\nname: x.chars\n...\n\n吖\ta1\t3%\n",
                "%YAML 1.2\n---\na: \"\\U0001F600 😀\"\n", "\uFEFFa: 1\r\nb: 2\r\n", "{\"a\":1,\"b\":[true]}",
                "on:\n  push:\n    branches: [main]\njobs:\n  a:\n    if: ${{ github.ref == 'x' }}\n"})
        void checkWhenSoundOrATemplateIsSilent(String text) {
            assertThat(yaml("deploy/app.yaml", text)).isEmpty();
        }

        @Test
        void checkWhenAKeyStandsTwiceNamesTheSecond() {
            assertThat(yaml("compose.yaml", "services:\n  a:\n    image: x\n    ports: []\n    image: y\n"))
                    .containsExactly("repo.yaml-duplicate-key MEDIUM 5");
            assertThat(yaml("compose.yaml", "a: {b: [x, *y]}\nc: &y 1\na: {b: [x]}\n".replace("*y", "z")))
                    .containsExactly("repo.yaml-duplicate-key MEDIUM 3");
            assertThat(yaml("compose.yaml", "a: {b: [x]}\na:\n  b:\n    - x\n")).as("all readers agree")
                    .containsExactly("repo.yaml-duplicate-key LOW 2");
            String links = "checks:\n  links:\n    - a\n";
            assertThat(yaml("site.yaml", links + links + "    - b\n")).as("the second has all of the first")
                    .containsExactly("repo.yaml-duplicate-key LOW 4");
            assertThat(yaml("site.yaml", links + "    - b\n" + links))
                    .containsExactly("repo.yaml-duplicate-key MEDIUM 5");
            assertThat(yaml("site.yaml", "links: a\nlinks: [b]\n")).containsExactly("repo.yaml-duplicate-key MEDIUM 2");
            assertThat(yaml("site.yaml", "links:\nlinks: [b]\n")).containsExactly("repo.yaml-duplicate-key LOW 2");
            assertThat(yaml("docs/theme.yml", "a: 1\na: 2\n")).containsExactly("repo.yaml-duplicate-key LOW 2");
            assertThat(yaml("types.yaml", "real: &single [a]\nreal: &double [b]\nuse: [*single, *double]\n"))
                    .as("each is used by its anchor").isEmpty();
            assertThat(yaml("compose.yaml", "a: {image: x}\nb: {image: x}\n---\na: 1\n")).isEmpty();
            assertThat(yaml("compose.yaml", "- a: 1\n- a: 1\n")).isEmpty();
            String tasks = "task:\n  name: Ubuntu\ntask:\n  name: macOS\n";
            assertThat(yaml(".cirrus.yml", tasks)).as("Cirrus CI takes each").isEmpty();
            assertThat(yaml("tasks.yml", tasks)).containsExactly("repo.yaml-duplicate-key MEDIUM 3");
            assertThat(yaml("ops.yaml", "#ifdef X86\ntemps: 1\n#else\ntemps: 3\n#endif\n"))
                    .as("the preprocessor leaves one").isEmpty();
            assertThat(yaml("ops.yaml", "a: 1\n# else it is\na: 3\n")).as("prose")
                    .containsExactly("repo.yaml-duplicate-key MEDIUM 3");
        }

        @Test
        void checkWhenKeysStandTwiceAtEachOfManyLevelsEnds() {
            String hostile = "{k: {}, k: ".repeat(900) + IntStream.range(0, 200_000)
                    .mapToObj("x%d,\n"::formatted).collect(Collectors.joining("", "[", "]")) + "}".repeat(900);
            CpuTime.within(Duration.ofSeconds(10), () -> assertThat(yaml("deep.yaml", hostile))
                    .containsExactly("repo.yaml-duplicate-key LOW 1"));
        }

        @Test
        void checkWhenLibyamlTakesAnEscapeIsLow() {
            assertThat(yaml("syntax/php.yaml", "a: 1\nend: \"\\'\"\n")).containsExactly("repo.yaml-invalid LOW 2");
            assertThat(yaml("syntax/php.yaml", "a: 1\nend: \"\\q\"\n")).containsExactly("repo.yaml-invalid HIGH 2");
        }

        @Test
        void checkWhenGitLabIncludesAnotherFileKnowsNoAnchorOfIt() {
            assertThat(yaml(".gitlab-ci.yml", "include: ci/common.yml\na: *common\n"))
                    .containsExactly("repo.yaml-invalid HIGH 2");
        }

        @Test
        void checkWhenAHelmChartHasATemplateIsSilent() {
            assertThat(yaml("chart/templates/deployment.yaml", "a: [\n")).isEmpty();
        }
    }

    @Nested
    class Toml {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
                "no value | ^[package]\nname =\n^ | 2",
                "a string that is not closed | ^[package]\nname = 'x\nversion = '1'\n^ | 2",
                "a table that is not closed | ^a = 1\n[package\nb = 2\n^ | 2",
                "a word | ^a = b\n^ | 1",
                "a key twice | ^a = 1\nb = 2\na = 3\n^ | 3"})
        void checkWhenBrokenNamesTheLine(String what, String text, int line) {
            assertThat(toml("Settings.toml", text.replace('\'', '"'))).as(what).containsExactly(
                    "repo.toml-invalid HIGH " + line);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "[a]\nb = 'c'\n[[d]]\ne = 1979-05-27T07:32:00Z\n", "a = 1979-05-27 07:32:00z\n",
                "a.b.c = 1\n\"x y\" = [1, 2,\n 3]\n", "a = \"\"\"\nb\n\"\"\"\n",
                "name = \"{{ cookiecutter.x }}\"\na = {{ b }}\n",
                "a = { b = 1,\n c = 2 }\n", "a = { b = 1, # why\n}\n", "a = \"\\e[0m\"\n", "a = 07:32\n",
                "\uFEFFa = 0xff\n"})
        void checkWhenSoundOrLaterTomlIsSilent(String text) {
            assertThat(toml("project.toml", text)).isEmpty();
        }
    }

    @Nested
    class Xml {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
                "an element that is not closed | ^<a>\n  <b>\n</a>^ | 3",
                "a bare ampersand | ^<a>\n  x & y\n</a>^ | 2",
                "an attribute without quotes | ^<a>\n\n  <b c=d/>\n</a>^ | 3",
                "cut off | ^<?xml version='1.0'?>\n<a>\n  <b/>\n^ | 4",
                "two roots with a declaration | ^<?xml version='1.0'?>\n<a/>\n<b/>^ | 3",
                "an undeclared entity | ^<a>\n&nbsp;\n</a>^ | 2"})
        void checkWhenBrokenNamesTheLine(String what, String text, int line) {
            assertThat(xml("module/build.xml", text)).as(what).containsExactly("repo.xml-invalid HIGH " + line);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "<a/>", "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>ä</a>\n",
                "<a>1</a>\n<b>a fragment that others include</b>\n", "some text <b>and an element</b>",
                "<!DOCTYPE a PUBLIC \"-//X//Y\" \"http://127.0.0.1:9/x.dtd\">\n<a>&nbsp;</a>",
                "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY f SYSTEM \"file:///nowhere\">]>\n<a>&b;&f;</a>",
                "<!DOCTYPE a [<!ENTITY b \"c\">]>\n<a d=\"&b;\"/>",
                "<!DOCTYPE a [<!ENTITY b \"[^#?]&#x25;?\">]>\n<a/>",
                "<a xmlns:b=\"urn:b\"><b:c/><not-declared:d/></a>", "<a>\n{% if x %}<b>\n{% endif %}</a>",
                "<%@ page %>\n<a><b></a>"})
        void checkWhenSoundOrAFragmentIsSilent(String text) {
            assertThat(xml("src/main/config.xml", text)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"src/app.xml, <a>, HIGH", "shop-documentation/docbook/app.xsl, <a>, LOW",
                "src/site/xdoc/index.xml, <a>, LOW",
                "dbus/net.shop.Till.xml, <node><interface name='net.shop.Till'>, LOW"})
        void checkWhenNoProgramReadsItIsLow(String path, String open, String severity) {
            assertThat(xml(path, open.replace('\'', '"') + "\n<img></b>")).containsExactly(
                    "repo.xml-invalid %s 2".formatted(severity));
        }

        @Test
        void checkWhenAChapterHasNoDocumentTypeLeavesItsEntitiesToTheBook() {
            assertThat(xml("doc/ref/chapter.xml", "<chapter>&version;</chapter>")).isEmpty();
            assertThat(xml("src/app.xml", "<a>&version;</a>")).hasSize(1);
        }

        @Test
        void checkWhenAnotherEncodingIsDeclaredReadsIt() {
            String text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a>Grüße</a>";
            assertThat(Checked.of(new XmlCheck(), "a.xml", text.getBytes(StandardCharsets.ISO_8859_1)).places())
                    .isEmpty();
            assertThat(Checked.of(new XmlCheck(), "a.xml", "<a>Grüße</a>".getBytes(StandardCharsets.UTF_16)).places())
                    .isEmpty();
        }

        @Test
        void checkWhenEntitiesMultiplyEndsAndIsSilent() {
            StringBuilder text = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"ha\">");
            for (int i = 1; i < 40; i++) {
                text.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
            }
            text.append("]>\n<a>&e39;</a>");
            assertTimeoutPreemptively(Duration.ofMinutes(1),
                    () -> assertThat(xml("a.xml", text.toString())).isEmpty());
        }

        @Test
        void checkWhenAnMsBuildFileIsNoXmlIsSilent() {
            assertThat(xml("gradle.props", "a=b\n")).isEmpty();
            assertThat(xml("Directory.Build.props", "<Project>\n")).containsExactly("repo.xml-invalid HIGH 2");
        }
    }

    @Test
    void checkWhenAFileHasConflictMarkersLeavesItToTheirFinding() {
        assertThat(json("a.json", "{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> b\n}\n")).isEmpty();
    }

    @Test
    void readsWhenEntryIsALinkOrSubmoduleIsFalse() {
        assertThat(new JsonCheck().reads(new TreeFile("a.json", TreeFile.Kind.SYMBOLIC_LINK, 9, "0"))).isFalse();
        assertThat(new JsonCheck().reads(new TreeFile("a.json", TreeFile.Kind.SUBMODULE, 0, "0"))).isFalse();
    }

    /// Whatever bytes come: no exception, and an end.
    @Test
    void checkWhenFilesAreMangledNeverThrows() {
        Random random = new Random(3);
        String[] seeds = {"{\"a\": [1, \"b\", {\"c\": null}]}", "a: &x\n  - b: |\n     c\n  - *x\n? [d]\n: {e: f}\n",
                "[a]\nb = \"c\"\n[[d.e]]\nf = [1, {g = 1979-05-27}]\n",
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a d=\"&b;\"><![CDATA[e]]><!-- f --></a>"};
        List<FileCheck> checks = List.of(new JsonCheck(), new YamlCheck(), new TomlCheck(), new XmlCheck(),
                new SecretCheck(), new ConflictMarkerCheck(), new TodoCheck(), new MarkdownLinkCheck());
        List<String> names = List.of("a.json", "a.yaml", "a.toml", "a.xml", "a.md");
        for (int round = 0; round < 4000; round++) {
            byte[] bytes = seeds[round % seeds.length].getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            for (FileCheck check : checks) {
                for (String name : names) {
                    Checked.of(check, name, bytes);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{a: ", "- ", "<a>", "a.", "((", "![a](", "`", "<!--", "*a ", "> ", "\"",
            "'", "&a ", "TODO ", "<<<<<<< a\n", "-----BEGIN RSA PRIVATE KEY-----\n", "AKIA", "<a href=", "[a]: b\n",
            "\\"})
    void checkWhenTheFileIsHostileEndsInTime(String piece) {
        String text = piece.repeat(600_000 / piece.length());
        List<FileCheck> checks = List.of(new JsonCheck(), new YamlCheck(), new TomlCheck(), new XmlCheck(),
                new SecretCheck(), new ConflictMarkerCheck(), new TodoCheck(), new MarkdownLinkCheck());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (FileCheck check : checks) {
                for (String name : List.of("a.json", "a.yaml", "a.toml", "a.xml", "a.md")) {
                    Checked.of(check, name, text);
                }
            }
        });
    }
}

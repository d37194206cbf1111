package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.repo.integrity.IntegrityCodes;
import ink.dreamnet.halo.repo.scan.Checks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.type.filter.AssignableTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/// What holds for every check, also for one that is added: nothing has to be written here for it.
class CheckContractTest {

    private static final Pattern CODE = Pattern.compile("repo\\.[a-z0-9]+(-[a-z0-9]+)*");
    /// A name of every kind that a check reads.
    private static final List<String> NAMES = List.of("package.json", "package-lock.json", "pnpm-workspace.yaml",
            "pnpm-lock.yaml", "yarn.lock", "lerna.json", ".npmrc", "Cargo.toml", "Cargo.lock", "src/main.rs",
            "pyproject.toml", "poetry.lock", "uv.lock", "go.mod", "go.sum", "go.work", "pom.xml", ".gitmodules",
            ".github/workflows/ci.yml", "a.json", "a.yaml", "a.toml", "a.xml", "a.md", "a.py", "a.ts", "A.java",
            "a.bin",
            "LICENSE", "compose.yaml", "up.sh", "Makefile");
    private static final List<String> SEEDS = List.of("", "\n", "\0\1\2\3", "\uFEFF{}",
            "{\"name\": \"a\", \"workspaces\": [\"b/*\"], \"dependencies\": {\"x\": \"^1\", \"y\": \"file:../y\"}}",
            "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      x: {specifier: ^1, version: 1.0.0}\n",
            "# yarn lockfile v1\n\nx@^1:\n  version \"1.0.0\"\n",
            "[package]\nname = \"a\"\nversion = \"1.0.0\"\n[dependencies]\nb = { path = \"../b\" }\n[tool.poetry]\n",
            "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { virtual = \".\" }\n",
            "module a\nrequire (\n\tb v1.0.0 // indirect\n)\nreplace c => ./c\n", "b v1.0.0 h1:x=\n",
            "<project><artifactId>a</artifactId><modules><module>b</module></modules></project>",
            "[submodule \"a\"]\n\tpath = b\n", "import { x } from './y';\n// TODO z\n<<<<<<< a\n=======\n>>>>>>> b\n",
            "from .a import b\n", "[a](b.md) ![c](d.png)\n", "steps: [npm ci]\n",
            "services: {a: {build: b, ports: ['1:1'], volumes: ['c:/d', './e.conf:/f.conf'], <<: {links: [g]}}}\ninclude: [h]\n",
            "docker compose -f a up 'b\n$(c `d` ${e}) <<F\ng\n",
            "on: issues\njobs: {a: {needs: b, steps: [{id: c, run: '${{ github.event.issue.title || steps.d.x }}'}]}}\n");

    private static final List<Check> CHECKS = checks();

    @ComponentScan({"ink.dreamnet.halo.code", "ink.dreamnet.halo.repo.integrity"})
    @ConfigurationPropertiesScan("ink.dreamnet.halo.code")
    static class AllChecks {
    }

    private static List<Check> checks() {
        try (var beans = new AnnotationConfigApplicationContext(AllChecks.class)) {
            return List.copyOf(beans.getBeansOfType(Check.class).values());
        }
    }

    static List<Check> all() {
        return CHECKS;
    }

    @Test
    void everyCheckIsABean() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider classes = new ClassPathScanningCandidateComponentProvider(false);
        classes.addIncludeFilter(new AssignableTypeFilter(Check.class));
        classes.addExcludeFilter((reader, factory) -> reader.getResource().toString().contains("test-classes"));
        Set<String> written = classes.findCandidateComponents("ink.dreamnet.halo").stream()
                .map(definition -> String.valueOf(definition.getBeanClassName())).collect(Collectors.toSet());
        assertThat(CHECKS).extracting(check -> check.getClass().getName()).containsExactlyInAnyOrderElementsOf(written)
                .hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("all")
    void codesWhenDeclaredHaveTheFormOfCodes(Check check) {
        assertThat(check.codes()).isNotEmpty().allSatisfy(code -> assertThat(code).matches(CODE));
    }

    @Test
    void versionsWhenHaloStartsAgainAreTheSame() {
        assertThat(new Checks(checks()).versions()).isEqualTo(new Checks(CHECKS).versions());
    }

    @Test
    void codesWhenDeclaredAreThoseOfTheDocumentation() throws IOException, IllegalAccessException {
        Set<String> documented = new TreeSet<>();
        try (Stream<Path> pages = Files.list(Path.of(System.getProperty("halo.basedir", "."), "docs/analyzers"))) {
            for (Path page : pages.filter(file -> file.getFileName().toString().startsWith("repository")).toList()) {
                // the first column of a table
                Matcher rows = Pattern.compile("(?m)^\\| (`repo\\.[^|]*) \\|").matcher(Files.readString(page));
                while (rows.find()) {
                    Matcher code = CODE.matcher(rows.group(1));
                    while (code.find()) {
                        documented.add(code.group());
                    }
                }
            }
        }
        Set<String> declared = new TreeSet<>();
        CHECKS.forEach(check -> declared.addAll(check.codes()));
        for (var constant : IntegrityCodes.class.getFields()) {
            if (constant.get(null) instanceof String code) {
                declared.add(code);
            }
        }
        assertThat(documented).isEqualTo(declared);
    }

    @ParameterizedTest
    @MethodSource("all")
    void checkWhenFilesAreEmptyBinaryOrCutOffReportsOrIsSilentAndEnds(Check check) {
        Random random = new Random(5);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int round = 0; round < 60; round++) {
                TreeOf tree = new TreeOf();
                for (String name : NAMES) {
                    byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
                    if (bytes.length > 0 && round % 3 == 1) {
                        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                    } else if (bytes.length > 0 && round % 3 == 2) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                    }
                    tree.with((round % 2 == 0 ? "" : "packages/a/") + name, bytes,
                            random.nextInt(9) == 0 ? TreeFile.Kind.SYMBOLIC_LINK : TreeFile.Kind.REGULAR);
                }
                Reported reported = new Reported(check, new ArrayList<>());
                switch (check) {
                    case TreeCheck ofTrees -> {
                        tree.files().keySet().forEach(ofTrees::concerns);
                        ofTrees.check(tree, reported);
                    }
                    case FileCheck ofFiles -> {
                        for (TreeFile file : tree.files().values()) {
                            SourceFile source = ofFiles.reads(file) ? tree.read(file.path()) : null;
                            if (source != null) {
                                ofFiles.check(source, reported);
                                assertThat(reported.findings()).allMatch(found -> found.path().equals(file.path()));
                                reported.findings().clear();
                            }
                        }
                    }
                }
            }
        });
    }

    /// What a check reports must be what it declares, and fit for an operator to read.
    private record Reported(Check check, List<Finding> findings) implements Facts {

        @Override
        public void finding(Finding finding) {
            assertThat(check.codes()).contains(finding.code());
            assertThat(finding.line()).isNotNegative();
            assertThat(finding.message()).isNotBlank().doesNotContain("\n").doesNotStartWith(" ");
            findings.add(finding);
        }

        @Override
        public void reference(Reference reference) {
            finding(reference.missing());
        }

        @Override
        public void note(Note note) {
            assertThat(note).isNotNull();
        }

        @Override
        public void count(String what, int times) {
            assertThat(check.codes()).contains(Check.increased(what));
            assertThat(times).isNotNegative();
        }
    }
}

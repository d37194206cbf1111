package ink.dreamnet.halo.code;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;

/// What a file is likely to be for, as its path tells. It decides for every check alike whether something that looks wrong is
/// meant to be, and how much it matters: beside production nothing is more than low.
///
/// Words in the names of directories say so; a file's name says only that it is a test, an example or a changelog.
public enum Place {
    /// Nothing special is known.
    PRODUCTION,
    /// What has changed, as it was then.
    CHANGELOG,
    /// Code that nobody uses any more and that was kept.
    PARKED,
    /// Tests, examples, playgrounds and benchmarks, whose files may be odd.
    TEST,
    /// What tests feed on: may be broken on purpose.
    FIXTURE,
    /// Code of others, copied into the repository.
    VENDORED,
    /// Templates, from which files are made.
    TEMPLATE;

    /// Raised with every change of the words below: what was collected with others does not hold.
    static final int VERSION = 7;

    private static final Set<String> VENDORS = Set.of("node_modules", "vendor", "vendors", "vendored", "_vendor",
            "_vendored", "third_party", "third-party", "thirdparty", "3rdparty", "3rd_party", "3rd-party", "extern",
            "extlib", "extlibs", "external_libs", "bower_components",
            "site-packages", "jspm_packages", ".yarn");
    /// Only at the root, and only so written: elsewhere these are words of a product.
    private static final Set<String> VENDORS_AT_ROOT = Set.of("dep", "deps", "external", "externals", "Pods",
            "Carthage");
    private static final Set<String> TEMPLATES = Set.of("skeleton", "skeletons", "archetype-resources", "scaffold",
            "scaffolds", "scaffolding", "boilerplate", "boilerplates", "blueprints", "generators");
    private static final Set<String> FIXTURES = Set.of("fixture", "fixtures", "testdata", "snapshot", "snapshots",
            "golden", "goldens", "cassettes", "corpus", "corpora", "invalid", "malformed", "broken", "bad", "corrupt",
            "corrupted", "mangled", "fuzz", "fuzzing", "testcases", "testfixtures", "illformed", "wrong", "nonvalid",
            "fails", "mocks", "baselines", "regressions", "certdata", "specimens");
    private static final Set<String> TESTS = Set.of("test", "tests", "testing", "e2e", "example", "examples", "sample",
            "samples", "junit", "bench", "benches", "benchmark", "benchmarks", "benchmarking", "testsuite", "mock",
            "demo", "demos",
            "playground", "playgrounds", "cypress", "storybook", "tutorial", "tutorials", "devstack");
    /// Only as the whole name, and not where sources of a program lie: there they are parts of it.
    private static final Set<String> PARKED_NAMES = Set.of("legacy", "archive", "archived", "archives", "old",
            "deprecated",
            "obsolete", "backup", "backups", "bak", "attic", "graveyard", "temp_build", "tmp_build");
    private static final Pattern WORKFLOW = Pattern.compile("\\.github/workflows/[^/]{1,200}\\.ya?ml");
    private static final Pattern PARKED_ENDING = Pattern.compile(
            "(?:[._-](?:old|bak|backup|deprecated|archived)|-old-.{1,80}|[._-]DISABLED)$");
    private static final Set<String> SOURCES = Set.of("src", "lib", "app", "pkg", "internal", "cmd", "include",
            "source",
            "sources", "components", "pages");
    /// Tests, and descriptions of interfaces.
    private static final Set<String> SPECIFICATIONS = Set.of("spec", "specs");
    private static final Set<String> DESCRIPTIONS = Set.of("json", "yml", "yaml", "md", "mdx", "adoc", "rst", "txt",
            "html", "xml", "xsd",
            "wsdl", "raml", "proto", "graphql", "graphqls", "avsc", "avdl", "thrift", "smithy", "tsp", "toml", "svg",
            "png", "pdf");
    /// What ends with "test" and is none.
    private static final List<String> TESTING = List.of("testcert", "testutil", "testhelper", "testdata", "testcase",
            "testsupport", "testlib", "testkeys");
    private static final List<String> NO_TESTS = List.of("latest", "contest", "protest", "attest", "detest", "fastest",
            "greatest", "shortest");
    /// What tests read as the manifest or the source of another project, and what Maven packs without looking at it.
    private static final Pattern INPUT = Pattern.compile("(?i)(?:^|/)(?:tests?|__tests__|specs?|testing|e2e)/"
            + "(?:data|cases|resources|projects|assets|inputs?|samples|files|roots|packages|repos|expected|output|form|"
            + "(?:config|stats|hot|watch)cases)/|(?:^|/)src/[^/]{1,100}/resources/");
    private static final Set<String> CHANGELOGS = Set.of("changelog", "changelogs", ".changeset", "changes",
            "release-notes", "releasenotes", "release_notes", "newsfragments");
    private static final Set<String> PROSE = Set.of("md", "markdown", "mdx", "txt", "rst", "adoc", "org", "html");
    private static final Pattern CHANGELOG_FILE = Pattern.compile(
            "(?:change[-_]?logs?|changes|history|news|release[-_]?notes?)(?:[._-].{0,80})?");
    /// `test_x.py`, `x_test.go`, `x.test.ts`, `.env.example`, `example.json`.
    private static final Pattern TEST_FILE = Pattern.compile(
            "(?:tests?|example|bench|benchmark|mock|fixtures?)(?:[._-].{0,200})?|(?:sample|samples|demo|conftest|alice|bob)\\..{0,40}"
                    + "|.{1,200}\\.t"
                    + "|.{0,200}[._-](?:tests?|bench|benchmark|example|sample)(?:\\..{0,40})?"
                    + "|.{0,200}[._-]specs?\\.(?:[cm]?[jt]sx?|rb|lua|cr)"
                    + "|.{0,200}[._-]tests?[._-](?:data|utils?|helpers?|keys?|certs?|support|setup|config|env)\\..{0,40}"
                    + "|.{0,200}\\.(?:cy|stories|story|mock|fixture|e2e)\\..{0,40}");
    private static final Pattern TEST_CLASS = Pattern.compile(
            ".{1,200}(?:Test|Tests|TestCase|IT|Spec|Benchmark)\\.(?:java|kt|groovy|scala|cs|php|swift)");
    private static final Pattern TEMPLATE_FILE = Pattern.compile(
            ".{0,200}\\.(?:template|tmpl|tpl|j2|jinja|erb|ejs|hbs|mustache)(?:\\..{0,40})?"
                    + "|.{1,200}[._-]template\\.[^.]{1,40}|.{0,200}\\.[a-z]{1,4}\\.in");

    /// What was asked last: all checks ask for one path after another.
    private static final ThreadLocal<Known> LAST = new ThreadLocal<>();

    private record Known(String path, Set<Place> hints) {
    }

    /// The strongest hint wins, wherever in the path it stands: a template in a test is a template.
    public static Place of(TreeFile file) {
        return of(file.path());
    }

    /// @param path of a file, or of a directory with a `/` at its end
    public static Place of(String path) {
        Place strongest = PRODUCTION;
        for (Place hint : hints(path)) {
            strongest = hint;
        }
        return strongest;
    }

    /// @return whether GitHub runs a file of that path as a workflow
    public static boolean isWorkflow(String path) {
        return WORKFLOW.matcher(path).matches();
    }

    /// @return whether an entry is a file with content of its own
    public static boolean isFile(TreeFile file) {
        return file.kind() == TreeFile.Kind.REGULAR || file.kind() == TreeFile.Kind.EXECUTABLE;
    }

    /// @return whether the repository's authors wrote what is at a path, and mean it as it is. What others wrote, what is broken
    ///         on purpose and what is filled in later is not accused.
    public static boolean isJudged(String path) {
        return switch (of(path)) {
            case PRODUCTION, CHANGELOG, PARKED, TEST -> !hasPlaceholder(path) && !INPUT.matcher(path).find();
            case FIXTURE, VENDORED, TEMPLATE -> false;
        };
    }

    /// @return the severity of something at a path: low beside production, where others wrote it, and where it is on purpose
    public static Severity weigh(Severity usual, String path) {
        Set<Place> hints = hints(path);
        return hints.isEmpty() || hints.size() == 1 && hints.contains(TEMPLATE) ? usual : Severity.LOW;
    }

    /// @return the severity of a secret at a path: as [#weigh], but that nobody uses the code any more makes no secret of it
    public static Severity weighSecret(Severity usual, String path) {
        return hints(path).equals(EnumSet.of(PARKED)) ? usual : weigh(usual, path);
    }

    /// @return a finding with the severity that it has at its place
    public static Finding weigh(Check check, Finding finding) {
        return check.weighsItself()
                ? finding
                : finding.with(weigh(finding.severity(), finding.path()));
    }

    private static boolean hasPlaceholder(String path) {
        return path.contains("<%") || path.contains("${") || path.contains("{%");
    }

    private static Set<Place> hints(String path) {
        Known known = LAST.get();
        if (known == null || !known.path().equals(path)) {
            known = new Known(path, read(path));
            LAST.set(known);
        }
        return known.hints();
    }

    private static Set<Place> read(String path) {
        Set<Place> hints = EnumSet.noneOf(Place.class);
        String file = Paths.name(path);
        String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean prose = PROSE.contains(ending) || file.indexOf('.') < 0;
        String above = "";
        boolean source = false;
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            String name = path.substring(from, slash);
            String lower = name.toLowerCase(Locale.ROOT);
            ofDirectory(lower, hints);
            ofWords(name, hints);
            if (!source && PARKED_NAMES.contains(lower) || PARKED_ENDING.matcher(name).find()) {
                hints.add(PARKED);
            }
            source |= SOURCES.contains(lower);
            if (above.equals("src") && lower.equals("it")) {
                hints.add(FIXTURE);
            }
            if (from == 0 && VENDORS_AT_ROOT.contains(name)) {
                hints.add(VENDORED);
            }
            if (prose && CHANGELOGS.contains(lower)) {
                hints.add(CHANGELOG);
            }
            if (SPECIFICATIONS.contains(lower) && !DESCRIPTIONS.contains(ending) || from == 0 && lower.equals("t")) {
                hints.add(TEST);
            }
            above = lower;
            from = slash + 1;
        }
        String lower = file.toLowerCase(Locale.ROOT);
        if (prose && CHANGELOG_FILE.matcher(lower).matches()) {
            hints.add(CHANGELOG);
        }
        if (TESTING.stream().anyMatch(lower::startsWith) || TEST_FILE.matcher(lower).matches()
                || TEST_CLASS.matcher(file).matches()) {
            hints.add(TEST);
        }
        if (TEMPLATE_FILE.matcher(lower).matches() || lower.contains("{{")
                || lower.startsWith("__") && lower.endsWith("__.json")) {
            hints.add(TEMPLATE);
        }
        return hints;
    }

    private static void ofDirectory(String name, Set<Place> hints) {
        if (TEMPLATES.contains(name) || name.contains("{{") || name.startsWith("template")
                || name.startsWith("_template") || name.endsWith("template") || name.endsWith("templates")
                || name.startsWith("cookiecutter")) {
            hints.add(TEMPLATE);
        }
        if (VENDORS.contains(name)) {
            hints.add(VENDORED);
        }
        // Go names packages for tests so: httptest
        String one = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
        boolean glued = one.endsWith("test") && NO_TESTS.stream().noneMatch(one::endsWith)
                || TESTING.stream().anyMatch(name::startsWith);
        if (glued) {
            hints.add(TEST);
        }
    }

    /// The words of a directory's name, also those of `integrationTests`.
    private static void ofWords(String name, Set<Place> hints) {
        Set<Place> found = EnumSet.noneOf(Place.class);
        int from = 0;
        for (int at = 0; at <= name.length(); at++) {
            boolean camel = at > from && at < name.length() && Character.isUpperCase(name.charAt(at))
                    && Character.isLowerCase(name.charAt(at - 1));
            if (at == name.length() || camel || !isLetterOrDigit(name.charAt(at))) {
                String word = name.substring(from, at).toLowerCase(Locale.ROOT);
                if (FIXTURES.contains(word)) {
                    found.add(FIXTURE);
                } else if (TESTS.contains(word)) {
                    found.add(TEST);
                }
                from = camel ? at : at + 1;
            }
        }
        String lower = name.toLowerCase(Locale.ROOT);
        // test-data, test_files, test.cases
        if (found.contains(TEST) && (lower.endsWith("data") || lower.endsWith("files") || lower.endsWith("cases")
                || lower.endsWith("resources"))) {
            found.add(FIXTURE);
        }
        hints.addAll(found);
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c > 127;
    }
}

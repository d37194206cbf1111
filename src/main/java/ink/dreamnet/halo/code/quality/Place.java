package ink.dreamnet.halo.code.quality;

import java.util.Locale;
import java.util.Set;

import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// What a file is likely to be for, as its path tells. It decides whether something that looks wrong is meant to be.
enum Place {
    /// Nothing special is known.
    PLAIN,
    /// Tests, examples and benchmarks, whose files may be odd.
    TEST,
    /// What tests feed on: may be broken on purpose.
    FIXTURE,
    /// Code of others, copied into the repository.
    VENDORED,
    /// Templates, from which files are made.
    TEMPLATE;

    private static final Set<String> VENDORS = Set.of("node_modules", "vendor", "vendors", "vendored", "_vendor",
            "third_party", "third-party", "thirdparty", "bower_components", "site-packages", "jspm_packages");
    private static final Set<String> TEMPLATES = Set.of("template", "templates", "skeleton", "skeletons",
            "archetype-resources", "scaffold", "scaffolds", "scaffolding", "boilerplate", "cookiecutter", "blueprints",
            "_templates", "generators");
    private static final Set<String> FIXTURES = Set.of("fixture", "fixtures", "testdata", "snapshot", "snapshots",
            "golden", "goldens", "cassettes", "corpus", "corpora", "invalid", "malformed", "broken", "bad", "corrupt",
            "corrupted", "mangled", "fuzz", "fuzzing", "testcases", "testfixtures", "illformed", "wrong", "nonvalid",
            "fails",
            "mocks", "baselines", "regressions", "certdata");
    private static final Set<String> TESTS = Set.of("test", "tests", "testing", "e2e", "example", "examples", "sample",
            "samples", "bench", "benchmark", "benchmarks", "testsuite", "mock", "demo", "demos");
    /// These say so only where they are the whole name of a directory.
    private static final Set<String> TEST_DIRECTORIES = Set.of("spec", "specs", "it", "t");

    static Place of(TreeFile file) {
        return of(file.path());
    }

    /// The strongest hint wins, wherever in the path it stands: a template in a test is a template.
    static Place of(String path) {
        Place found = PLAIN;
        int from = 0;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            Place part = ofPart(path.substring(from, to).toLowerCase(Locale.ROOT));
            if (part.compareTo(found) > 0) {
                found = part;
            }
            from = to + 1;
        }
        return found;
    }

    /// @return whether an entry is a file with content of its own
    static boolean isFile(TreeFile file) {
        return file.kind() == TreeFile.Kind.REGULAR || file.kind() == TreeFile.Kind.EXECUTABLE;
    }

    /// @return the severity of something that is harmless where tests are, or where others wrote it
    Severity weigh(Severity usual) {
        return this == PLAIN || this == TEMPLATE ? usual : Severity.LOW;
    }

    private static Place ofPart(String part) {
        if (TEMPLATES.contains(part) || part.contains("{{") || part.startsWith("__") && part.endsWith("__.json")) {
            return TEMPLATE;
        }
        if (VENDORS.contains(part)) {
            return VENDORED;
        }
        Place found = TEST_DIRECTORIES.contains(part) || part.contains(".spec.") ? TEST : PLAIN;
        int from = 0;
        for (int at = 0; at <= part.length(); at++) {
            if (at == part.length() || !isLetterOrDigit(part.charAt(at))) {
                Place word = ofWord(part.substring(from, at));
                if (word.compareTo(found) > 0) {
                    found = word;
                }
                from = at + 1;
            }
        }
        // test-data, test_files, test.cases
        if (found == TEST && (part.endsWith("data") || part.endsWith("files") || part.endsWith("cases")
                || part.endsWith("resources"))) {
            return FIXTURE;
        }
        return found;
    }

    private static Place ofWord(String word) {
        if (FIXTURES.contains(word)) {
            return FIXTURE;
        }
        return TESTS.contains(word) ? TEST : PLAIN;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c > 127;
    }
}

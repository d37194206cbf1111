package ink.dreamnet.halo.code.dependency;

import java.util.Locale;
import java.util.Set;

/// Which paths are judged at all. What somebody else wrote (`vendor`, `node_modules`), what is broken on purpose (fixtures,
/// test data) and what is filled in later (templates) is not: a finding there would accuse the wrong people.
final class Judged {

    private static final Set<String> OTHERS = Set.of("node_modules", "vendor", "vendors", "vendored", "_vendor",
            "_vendored", "third_party", "third-party", "thirdparty", "3rdparty", "extern", "bower_components",
            "jspm_packages", ".yarn", "site-packages", "pods", "deps");
    private static final Set<String> ON_PURPOSE = Set.of("testdata", "test-data", "test_data", "testcases",
            "test-cases", "test_cases", "snapshots", "__snapshots__", "specimens", "corpus", "baselines", "golden",
            "goldens", "archetype-resources", "skeleton", "skeletons", "boilerplate", "boilerplates");
    private static final Set<String> TESTS = Set.of("test", "tests", "__tests__", "spec", "specs", "testing", "e2e");
    private static final Set<String> INPUTS = Set.of("data", "cases", "resources", "projects", "assets", "inputs",
            "input", "samples", "files", "roots", "packages", "repos", "expected", "output", "form", "configcases",
            "statscases", "hotcases", "watchcases");
    private static final Set<String> SHOWN = Set.of("example", "examples", "sample", "samples", "demo", "demos", "docs",
            "doc", "website", "benchmark", "benchmarks", "bench", "playground", "playgrounds", "sandbox", "e2e",
            "integration");

    private Judged() {
    }

    /// @return whether a file is its repository's own
    static boolean path(String path) {
        if (path.contains("{{") || path.contains("<%") || path.contains("${") || path.contains("{%")) {
            return false;
        }
        String above = "";
        String before = "";
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            String name = path.substring(from, slash).toLowerCase(Locale.ROOT);
            boolean input = TESTS.contains(before) && INPUTS.contains(name) || before.equals("src") && name.equals("it")
                    || above.equals("src") && name.equals("resources");
            if (input || OTHERS.contains(name) || ON_PURPOSE.contains(name) || name.contains("fixture")
                    || isTemplate(name)) {
                return false;
            }
            above = before;
            before = name;
            from = slash + 1;
        }
        return true;
    }

    /// @return whether a directory holds something that is an example or a test, for which nobody keeps locks
    static boolean isShown(String directory) {
        for (String name : directory.toLowerCase(Locale.ROOT).split("/")) {
            if (SHOWN.contains(name) || TESTS.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /// @return whether a text is filled in before it is used
    static boolean isPlaceholder(String text) {
        return text.contains("{{") || text.contains("<%") || text.contains("${") || text.contains("{%")
                || text.contains("@@");
    }

    private static boolean isTemplate(String name) {
        return name.startsWith("template") || name.startsWith("_template") || name.endsWith("template")
                || name.endsWith("templates") || name.startsWith("cookiecutter");
    }
}

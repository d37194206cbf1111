package ink.dreamnet.halo.code.quality;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Json;
import ink.dreamnet.halo.code.format.SyntaxError;
import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Finds JSON that does not parse. Comments and trailing commas are accused only where it is known that the file's reader
/// refuses them. Of a `package.json` it says only that a key stands twice.
@Reports({JsonCheck.CODE, JsonCheck.DUPLICATE})
class JsonCheck extends SyntaxCheck {

    static final String CODE = "repo.json-invalid";
    static final String DUPLICATE = "repo.json-duplicate-key";
    private static final List<String> ENDINGS = List.of(".json", ".jsonc", ".webmanifest", ".geojson", ".topojson",
            ".jsonld", ".ipynb", ".sarif", ".code-workspace");
    private static final Set<String> NAMES = Set.of("composer.lock", "pipfile.lock", ".babelrc", ".jshintrc", ".swcrc",
            "flake.lock");
    /// Read by tools that take RFC 8259 at its word.
    private static final Set<String> STRICT = Set.of("package.json", "package-lock.json", "npm-shrinkwrap.json",
            "composer.json", "composer.lock", "bower.json", "pipfile.lock", "flake.lock", "vercel.json",
            "manifest.json");
    private static final List<String> STRICT_ENDINGS = List.of(".webmanifest", ".geojson", ".topojson", ".ipynb",
            ".sarif");
    /// Read by tools that allow comments and trailing commas, as their documentation says.
    private static final Pattern WITH_COMMENTS = Pattern.compile("[tj]sconfig[\\w.-]*\\.json|.*\\.jsonc|"
            + "\\.?devcontainer\\.json|\\.eslintrc[\\w-]*(\\.json)?|\\.babelrc(\\.json)?|babel\\.config\\.json|"
            + "api-extractor[\\w.-]*\\.json|tslint\\.json|\\.swcrc|turbo\\.json|biome\\.json|deno\\.json|nx\\.json|"
            + "\\.jshintrc|\\.code-workspace|.*\\.code-workspace|typedoc\\.json|\\.mocharc\\.json|wrangler\\.json|"
            + "appsettings[\\w.-]*\\.json|global\\.json|launchsettings\\.json|\\.?markdownlint\\.json|\\.?cspell\\.json|"
            + "rush\\.json|tsdoc\\.json|\\.hintrc|renovate\\.json|language-configuration\\.json|\\.?oxlintrc\\.json");
    private static final List<String> WITH_COMMENTS_UNDER = List.of(".vscode/", ".devcontainer/", "common/config/rush/",
            ".zed/");
    /// What Jackson adds for those who call it.
    private static final Pattern ADVICE = Pattern.compile(
            ":? was expecting \\(JSON.*| \\((?:for|JSON) .*|: enable `.*", Pattern.DOTALL);

    JsonCheck() {
        super(CODE);
    }

    @Override
    boolean isOfFormat(String name, TreeFile file) {
        return ENDINGS.stream().anyMatch(name::endsWith) || NAMES.contains(name);
    }

    @Override
    @Nullable
    Problem parse(SourceFile file) {
        String text = file.text();
        if (text == null || text.isBlank() || Placeholders.isPage(text)) {
            return null;
        }
        String name = file.entry().name().toLowerCase(Locale.ROOT);
        if (name.equals("package.json")) {
            SyntaxError twice = Json.duplicate(text);
            return twice == null ? null : repeatedKey(DUPLICATE, twice, file);
        }
        boolean commentsAllowed = WITH_COMMENTS.matcher(name).matches() || WITH_COMMENTS_UNDER.stream().anyMatch(
                ("/" + file.path())::contains);
        boolean strict = STRICT.contains(name) || STRICT_ENDINGS.stream().anyMatch(name::endsWith);
        SyntaxError error = Json.check(text, commentsAllowed);
        SyntaxError duplicate = error == null ? Json.duplicate(text) : null;
        if (duplicate != null) {
            return repeatedKey(DUPLICATE, duplicate, file);
        }
        if (error == null || error.kind() == Kind.NOT_READ
                || error.kind() == Kind.BESIDE && !strict && Json.isSequence(text)
                || Placeholders.standNear(text, error.offset())) {
            return null;
        }
        String message = explain(error.detail());
        if (strict || commentsAllowed) {
            return Problem.of(Severity.HIGH, error.line(), message);
        }
        // what only a lenient reader takes may have one
        return Json.check(text, true) == null || text.startsWith("#")
                ? Problem.of(Severity.LOW, error.line(), "is JSON only for lenient readers: " + message)
                : Problem.of(Severity.HIGH, error.line(), message);
    }

    private static String explain(String detail) {
        return detail.startsWith("Unexpected end-of-input")
                ? Finding.TRUNCATED
                : withoutQuotes(ADVICE.matcher(detail).replaceAll("").strip());
    }
}

package ink.dreamnet.halo.code.quality;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;

/// Finds JSON that does not parse. Comments and trailing commas are accused only where it is known that the file's reader
/// refuses them.
@Component
class JsonCheck extends SyntaxCheck {

    private static final String CODE = "repo.json-invalid";
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
            + "\\.?devcontainer\\.json|\\.eslintrc(\\.json)?|\\.babelrc(\\.json)?|babel\\.config\\.json|"
            + "api-extractor[\\w.-]*\\.json|tslint\\.json|\\.swcrc|turbo\\.json|biome\\.json|deno\\.json|nx\\.json|"
            + "\\.jshintrc|\\.code-workspace|.*\\.code-workspace|typedoc\\.json|\\.mocharc\\.json|wrangler\\.json|"
            + "appsettings[\\w.-]*\\.json|global\\.json|launchsettings\\.json|\\.?markdownlint\\.json|\\.?cspell\\.json|"
            + "rush\\.json|tsdoc\\.json|\\.hintrc|renovate\\.json|language-configuration\\.json|\\.?oxlintrc\\.json");
    private static final List<String> WITH_COMMENTS_UNDER = List.of(".vscode/", ".devcontainer/", "common/config/rush/",
            ".zed/");

    /// What Jackson adds for those who call it.
    private static final Pattern ADVICE = Pattern.compile(
            ":? was expecting \\(JSON.*| \\((?:for|JSON) .*|: enable `.*", Pattern.DOTALL);

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder().maxNestingDepth(1_000_000)
            .build();
    private static final JsonFactory STRICTLY = factory().build();
    private static final JsonFactory LENIENTLY = factory().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS,
            JsonReadFeature.ALLOW_YAML_COMMENTS,
            JsonReadFeature.ALLOW_TRAILING_COMMA, JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
            JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
            JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS,
            JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS,
            JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS,
            JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER).build();

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
        if (text == null || text.isBlank()) {
            return null;
        }
        String name = file.entry().name().toLowerCase(Locale.ROOT);
        boolean commentsAllowed = WITH_COMMENTS.matcher(name).matches() || WITH_COMMENTS_UNDER.stream().anyMatch(
                ("/" + file.path())::contains);
        boolean strict = STRICT.contains(name) || STRICT_ENDINGS.stream().anyMatch(name::endsWith);
        Failure failure = parse(commentsAllowed ? LENIENTLY : STRICTLY, text);
        if (failure == null || failure.behindFirstValue() && !strict && isSequence(text)
                || Placeholders.standNear(text, failure.offset())) {
            return null;
        }
        int line = file.line(failure.offset());
        if (strict || commentsAllowed) {
            return Problem.of(Severity.HIGH, line, failure.message());
        }
        // what only a lenient reader takes may have one
        return parse(LENIENTLY, text) == null
                ? Problem.of(Severity.LOW, line, "is JSON only for lenient readers: " + failure.message())
                : Problem.of(Severity.HIGH, line, failure.message());
    }

    /// JSON Lines, or values one after another.
    private static boolean isSequence(String text) {
        try (JsonParser parser = STRICTLY.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                // to the end
            }
            return true;
        } catch (JacksonException broken) {
            return false;
        }
    }

    private static @Nullable Failure parse(JsonFactory factory, String text) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            int depth = 0;
            boolean complete = false;
            try {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (complete) {
                        return new Failure(offset(parser.currentTokenLocation().getCharOffset(), text), true,
                                "goes on behind the end of its JSON value");
                    }
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    complete = depth == 0;
                }
                return null;
            } catch (StreamConstraintsException extreme) {
                return null;
            } catch (JacksonException broken) {
                return new Failure(offset(broken.getLocation().getCharOffset(), text), complete, explain(broken));
            }
        }
    }

    private static String explain(JacksonException broken) {
        String message = broken.getOriginalMessage();
        return message.startsWith("Unexpected end-of-input")
                ? "ends before its JSON value does"
                : withoutQuotes(ADVICE.matcher(message).replaceAll("").strip());
    }

    private static int offset(long known, String text) {
        return (int) Math.max(0, Math.min(known, text.length()));
    }

    private static JsonFactoryBuilder factory() {
        return JsonFactory.builder().streamReadConstraints(LIMITS).disable(
                TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES);
    }

    private record Failure(int offset, boolean behindFirstValue, String message) {
    }
}

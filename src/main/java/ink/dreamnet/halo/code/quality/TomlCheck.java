package ink.dreamnet.halo.code.quality;

import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.SyntaxError;
import ink.dreamnet.halo.code.format.SyntaxError.Kind;
import ink.dreamnet.halo.code.format.Toml;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Finds TOML 1.0 that does not parse. What TOML 1.1 added is not accused.
@Reports(TomlCheck.CODE)
class TomlCheck extends SyntaxCheck {

    static final String CODE = "repo.toml-invalid";
    private static final Set<String> NAMES = Set.of("cargo.lock", "poetry.lock", "uv.lock", "pdm.lock", "pipfile",
            "gopkg.lock");
    /// `\e` and `\xHH`, and a last comma in inline tables.
    private static final Pattern SINCE_1_1 = Pattern.compile("Trailing comma|Unknown escape");
    /// Line breaks and comments in inline tables.
    private static final Pattern IN_TABLES_SINCE_1_1 = Pattern.compile("Newline not|Comment not");
    /// Times without seconds came with 1.1, and the parser does not know the lower-case t and z of RFC 3339.
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d");

    TomlCheck() {
        super(CODE);
    }

    @Override
    boolean isOfFormat(String name, TreeFile file) {
        return name.endsWith(".toml") || NAMES.contains(name);
    }

    @Override
    @Nullable
    Problem parse(SourceFile file) {
        String text = file.text();
        if (text == null) {
            return null;
        }
        SyntaxError error = Toml.check(text);
        if (error == null || error.kind() == Kind.NOT_READ || SINCE_1_1.matcher(error.detail()).find()) {
            return null;
        }
        String found = text.lines().skip(error.line() - 1L).findFirst().orElse("");
        boolean later = IN_TABLES_SINCE_1_1.matcher(error.detail()).find() && found.indexOf('{') >= 0
                || TIME.matcher(found).find();
        return later || Placeholders.standIn(text)
                ? null
                : Problem.of(Severity.HIGH, error.line(), withoutQuotes(error.detail()));
    }
}

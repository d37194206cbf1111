package ink.dreamnet.halo.code.quality;

import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.SyntaxError;
import ink.dreamnet.halo.code.format.Yaml;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Finds YAML that does not parse, an alias without its anchor, and a key that one mapping has twice. Nothing is constructed,
/// so every tag is as good as another.
@Reports({YamlCheck.CODE, YamlCheck.DUPLICATE})
class YamlCheck extends SyntaxCheck {

    static final String CODE = "repo.yaml-invalid";
    static final String DUPLICATE = "repo.yaml-duplicate-key";

    /// What a reader of its own puts together with other files, whose anchors it then knows. GitLab's does not.
    private static final Pattern INCLUDE = Pattern.compile("(?m)^include:[ \\t]{1,8}[\\w./-]{1,200}\\.ya?ml\\s*$");

    /// Of what the C preprocessor reads first, which takes some of the lines away. No comment has this word by accident.
    private static final Pattern PREPROCESSED = Pattern.compile("(?m)^#[ \\t]{0,8}endif\\b");

    /// `"\\'"`, which libyaml and those who follow it take.
    private static final String ESCAPED_QUOTE = "found unknown escape character '(39)";

    YamlCheck() {
        super(CODE);
    }

    @Override
    boolean isOfFormat(String name, TreeFile file) {
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }

    @Override
    @Nullable
    Problem parse(SourceFile file) {
        String text = file.text();
        if (text == null) {
            return null;
        }
        SyntaxError error = Yaml.check(text);
        if (error == null) {
            return null;
        }
        return switch (error.kind()) {
            case NOT_READ, BESIDE -> null;
            // Cirrus CI takes a `task` for each time that it stands there
            case DUPLICATE_KEY,
                    REPEATED_KEY ->
                file.entry().name().startsWith(".cirrus.") || PREPROCESSED.matcher(text).find()
                        ? null
                        : repeatedKey(DUPLICATE, error, file);
            case MALFORMED -> Placeholders.standIn(text) || isTabBetweenTokens(text, error.offset())
                    || isBehindTheEnd(text, error.offset())
                    || error.detail().equals(Yaml.NO_ANCHOR) && INCLUDE.matcher(text).find()
                            && !file.entry().name().contains("gitlab-ci")
                                    ? null
                                    : malformed(text, error);
        };
    }

    private static Problem malformed(String text, SyntaxError error) {
        if (error.detail().startsWith(ESCAPED_QUOTE)) {
            return Problem.of(Severity.LOW, error.line(), withoutQuotes(error.detail()));
        }
        YamlMistake mistake = YamlMistake.of(text, error);
        return Problem.of(Severity.HIGH, mistake.line(), mistake.message());
    }

    /// What follows the end of a document without beginning another is for a reader of its own.
    private static boolean isBehindTheEnd(String text, int offset) {
        int end = text.lastIndexOf("\n...", Math.min(offset, text.length()));
        return end >= 0 && text.indexOf("\n---", end) < 0;
    }

    /// YAML 1.2 takes a tab there, only not for indentation.
    private static boolean isTabBetweenTokens(String text, int offset) {
        return offset < text.length() && text.charAt(offset) == '\t'
                && !text.substring(text.lastIndexOf('\n', offset - 1) + 1, offset).isBlank();
    }
}

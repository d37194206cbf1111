package ink.dreamnet.halo.code.quality;

import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.dataformat.toml.TomlFactory;

/// Finds TOML 1.0 that does not parse. What TOML 1.1 added is not accused.
@Component
class TomlCheck extends SyntaxCheck {

    private static final Set<String> NAMES = Set.of("cargo.lock", "poetry.lock", "uv.lock", "pdm.lock", "pipfile",
            "gopkg.lock");
    /// `\e` and `\xHH`, and a last comma in inline tables.
    private static final Pattern SINCE_1_1 = Pattern.compile("Trailing comma|Unknown escape");
    /// Line breaks and comments in inline tables.
    private static final Pattern IN_TABLES_SINCE_1_1 = Pattern.compile("Newline not|Comment not");
    /// Times without seconds came with 1.1, and the parser does not know the lower-case t and z of RFC 3339.
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d");
    private static final TomlFactory TOML = new TomlFactory();

    TomlCheck() {
        super("repo.toml-invalid");
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
        try (JsonParser parser = TOML.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                // to the end
            }
            return null;
        } catch (StreamConstraintsException | StackOverflowError extreme) {
            return null;
        } catch (JacksonException broken) {
            String message = broken.getOriginalMessage();
            if (broken.getLocation() == null || message == null || SINCE_1_1.matcher(message).find()) {
                return null;
            }
            int line = line(broken);
            String found = text.lines().skip(line - 1L).findFirst().orElse("");
            boolean later = IN_TABLES_SINCE_1_1.matcher(message).find() && found.indexOf('{') >= 0
                    || TIME.matcher(found)
                            .find();
            return later || Placeholders.standIn(text) ? null : Problem.of(Severity.HIGH, line, withoutQuotes(message));
        }
    }

    /// A key is known to stand twice, and a token to be another, when its line has been read.
    private static int line(JacksonException broken) {
        int line = broken.getLocation().getLineNr();
        boolean after = broken.getLocation().getColumnNr() == 1 && (broken.getOriginalMessage().startsWith("Duplicate")
                || broken.getOriginalMessage().startsWith("Unexpected token"));
        return Math.max(1, after ? line - 1 : line);
    }
}

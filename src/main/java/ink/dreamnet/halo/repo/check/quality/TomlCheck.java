package ink.dreamnet.halo.repo.check.quality;

import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.repo.check.SourceFile;
import ink.dreamnet.halo.repo.check.TreeFile;
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
    /// Line breaks and a last comma in inline tables, `\e` and `\xHH`, times without seconds.
    private static final Pattern SINCE_1_1 = Pattern.compile("Trailing comma|[Nn]ewline|[Ee]scape|[Tt]ime");
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
            int line = Math.max(1, broken.getLocation().getLineNr());
            return Placeholders.standIn(text) ? null : Problem.of(Severity.HIGH, line, withoutQuotes(message));
        }
    }
}

package ink.dreamnet.halo.environment;

import java.io.CharArrayReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.environment.dotenv.DotenvEntry;
import ink.dreamnet.halo.environment.dotenv.DotenvFile;
import ink.dreamnet.halo.environment.dotenv.DotenvParser;
import ink.dreamnet.halo.environment.dotenv.Interpolation;
import ink.dreamnet.halo.environment.dotenv.SecretText;
import ink.dreamnet.halo.environment.schema.ExampleSchema;
import ink.dreamnet.halo.environment.schema.Schema;
import ink.dreamnet.halo.environment.schema.SchemaProblem;
import ink.dreamnet.halo.environment.schema.YamlSchema;
import ink.dreamnet.halo.registry.ManagedBy;

/// Reads the files of schemas, each once in an analysis.
final class SchemaFiles {

    private final Fingerprints.Hasher hasher;
    private final Map<Place, Loaded> loaded = new HashMap<>();

    SchemaFiles(Fingerprints.Hasher hasher) {
        this.hasher = hasher;
    }

    /// A schema, and what an example gives as the values of secrets, which are no values to use.
    record Loaded(Schema schema, Map<String, Fingerprint> examples) {
    }

    /// A file as it may be read: what the API put may not go where configuration may.
    private record Place(Path file, ManagedBy managedBy) {
    }

    /// @return the schema of an environment
    Loaded of(WatchedEnvironment environment, BoundedReader reader) {
        Path file = environment.schemaFile();
        if (file == null) {
            return new Loaded(environment.schema(), Map.of());
        }
        Place place = new Place(file, environment.managedBy());
        Loaded known = loaded.get(place);
        if (known == null || !environment.schemaOptional() && !known.schema().exists()) {
            known = load(file, reader, environment.schemaOptional());
            loaded.put(place, known);
        }
        return known;
    }

    private Loaded load(Path file, BoundedReader reader, boolean optional) {
        char[] text = {};
        try {
            text = reader.text(file);
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if (name.endsWith(".yml") || name.endsWith(".yaml")) {
                return new Loaded(YamlSchema.parse(new CharArrayReader(text)), Map.of());
            }
            DotenvFile example = DotenvParser.parse(text);
            try {
                return new Loaded(ExampleSchema.of(example), examples(example));
            } finally {
                example.wipe();
            }
        } catch (UnreadableException unreadable) {
            return new Loaded(optional && unreadable.isAbsent()
                    ? Schema.NONE
                    : Schema.broken(new SchemaProblem(null, null, unreadable.reason())), Map.of());
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private Map<String, Fingerprint> examples(DotenvFile example) {
        Map<String, Fingerprint> examples = new HashMap<>();
        for (DotenvEntry entry : example.entries()) {
            try {
                SecretText value = Interpolation.value(entry, null).value();
                if (value.length() > 0) {
                    examples.put(entry.name(), hasher.of(value));
                }
                value.wipe();
            } catch (Interpolation.TooMuch tooMuch) {
                examples.remove(entry.name());
            }
        }
        return examples;
    }
}

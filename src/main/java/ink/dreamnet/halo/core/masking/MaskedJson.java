package ink.dreamnet.halo.core.masking;

import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.secret.SecretNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/// Writes JSON that is shown: each text is masked as by [MaskedText], and what others named (members of maps and of JSON, at any
/// depth below them) also where a name says that it is secret. Names of HALO's own records say nothing of the kind. What is of a type with [InClear] is
/// written as it is.
public final class MaskedJson extends JsonGeneratorDelegate {

    /// Whether the names met so far say that something is secret: one may stand around many texts.
    private final Map<String, Boolean> secretNames = new HashMap<>();
    private boolean begun;
    private boolean inClear;

    /// @param json takes the masked JSON
    public MaskedJson(JsonGenerator json) {
        super(json);
    }

    /// @return the JSON of a value, masked
    public static String write(ObjectWriter writer, @Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new MaskedJson(writer.createGenerator(text))) {
            writer.writeValue(json, value);
        }
        return text.toString();
    }

    /// @param given what somebody wants to be stored
    /// @param present what is stored now; a mask that stands there itself is good
    /// @throws InvalidInputException where a text has what an earlier answer showed instead of a secret, with every such field
    public static void refuseMasks(JsonNode given, JsonNode present) {
        List<FieldProblem> problems = new ArrayList<>();
        findMasks("", given, present, problems);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private static void findMasks(String path, JsonNode given, JsonNode present, List<FieldProblem> problems) {
        if (given.isString() && MaskedText.hasMask(given.stringValue()) && !given.equals(present)) {
            problems.add(maskProblem(path));
        }
        given.properties().forEach(member -> findMasks(path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                member.getValue(), present.path(member.getKey()), problems));
        for (int i = 0; given.isArray() && i < given.size(); i++) {
            findMasks("%s[%d]".formatted(path, i), given.get(i), present.path(i), problems);
        }
    }

    static FieldProblem maskProblem(String path) {
        return new FieldProblem(path,
                "has the mask %s in place of the secret; give the secret itself".formatted(MaskedText.MASK));
    }

    @Override
    public JsonGenerator writeStartObject(@Nullable Object value) {
        begin(value);
        super.writeStartObject(value);
        return this;
    }

    @Override
    public JsonGenerator writeStartObject(@Nullable Object value, int size) {
        begin(value);
        super.writeStartObject(value, size);
        return this;
    }

    private void begin(@Nullable Object value) {
        if (!begun) {
            begun = true;
            inClear = value != null && value.getClass().isAnnotationPresent(InClear.class);
        }
    }

    @Override
    public JsonGenerator writeString(@Nullable String text) {
        super.writeString(text == null ? null : masked(text));
        return this;
    }

    @Override
    public JsonGenerator writeString(char[] buffer, int offset, int length) {
        return writeString(new String(buffer, offset, length));
    }

    @Override
    public JsonGenerator writeString(SerializableString text) {
        return writeString(text.getValue());
    }

    /// Nothing of HALO writes a text from a reader, and one that is not read cannot be masked.
    @Override
    public JsonGenerator writeString(Reader reader, int length) {
        throw new UnsupportedOperationException();
    }

    private String masked(String text) {
        if (inClear) {
            return text;
        }
        return isNamedSecret(text) ? MaskedText.MASK : MaskedText.in(text);
    }

    private boolean isSecretName(String name) {
        return secretNames.computeIfAbsent(name, SecretNames::matches);
    }

    private boolean isNamedSecret(String text) {
        String below = null;
        for (TokenStreamContext at = streamWriteContext(); at != null; at = at.getParent()) {
            if (!at.inObject()) {
                continue;
            }
            Object owner = at.currentValue();
            if (owner != null && !(owner instanceof Map) && !(owner instanceof JsonNode)) {
                return false;
            }
            String name = at.currentName();
            if (name != null && (isSecretName(name) && SecretNames.isSecret(name, text)
                    || below != null && SecretNames.isSecretHeader(name, below))) {
                return true;
            }
            below = name;
        }
        return false;
    }
}

package ink.dreamnet.halo.core;

import java.util.regex.Pattern;

import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.core.secret.SecretNames;

/// What is wrong with one field of an input.
///
/// @param field its path (`endpoints[0].url`)
/// @param message what was given and what is allowed, as one sentence without a full stop
public record FieldProblem(String field, String message) {

    /// What is wrong is said in fewer characters; more of them are the input.
    private static final int LONGEST_MESSAGE = 1000;
    private static final int LONGEST_FIELD = 200;
    private static final Pattern QUOTED = Pattern.compile("(?s)(?<!\\p{L})'.*'");

    /// Masks what is secret in the message: what has a known form, and what is quoted of a field whose name says that it is secret. Of an
    /// input that is long it keeps the beginning and the end.
    public FieldProblem {
        String name = field.substring(Math.max(field.lastIndexOf('.'), field.lastIndexOf('[')) + 1);
        message = Texts.elided(MaskedText.in(SecretNames.matches(name)
                ? QUOTED.matcher(message).replaceAll("'" + MaskedText.MASK + "'")
                : message), LONGEST_MESSAGE);
        field = Texts.elided(field, LONGEST_FIELD);
    }
}

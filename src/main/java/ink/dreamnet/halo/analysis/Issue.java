package ink.dreamnet.halo.analysis;

import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.PlainJson;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedMap;
import ink.dreamnet.halo.core.masking.MaskedText;

/// One finding of one analyzer in one cycle.
///
/// @param id stable within its analyzer, from code and subject: `endpoint-down-checkout`
/// @param code what kind of finding: lower-case words with dots and hyphens (`endpoint.down`), at most 100 characters
/// @param severity its severity; a `low` issue is recorded but never becomes a weak point
/// @param subject what it is about
/// @param description one sentence for an operator
/// @param data the evidence: names and values that turn into JSON. Null values are dropped.
public record Issue(String id, String code, Severity severity, SubjectRef subject, String description,
        Map<String, Object> data) {

    private static final Pattern CODE = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

    /// Masks what is secret in the texts. Replaces control characters and broken surrogates in the description by blanks.
    ///
    /// @throws IllegalArgumentException where the code has another form or the data cannot become JSON
    public Issue {
        if (!CODE.matcher(code).matches() || code.length() > 100) {
            throw new IllegalArgumentException("'%s' is not an issue code such as endpoint.down".formatted(code));
        }
        description = MaskedText.in(Texts.printable(description));
        data = MaskedMap.texts(PlainJson.of(data));
    }

    /// Makes an issue whose id follows from code and subject.
    public static Issue of(String code, Severity severity, SubjectRef subject, String description,
            Map<String, Object> data) {
        return new Issue(code.replace('.', '-') + "-" + subject.id(), code, severity, subject, description, data);
    }

    /// Makes an issue without data whose id follows from code and subject.
    public static Issue of(String code, Severity severity, SubjectRef subject, String description) {
        return of(code, severity, subject, description, Map.of());
    }
}

package ink.dreamnet.halo.subject;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Which subjects someone wants to see.
///
/// @param kind only of this kind; null for all
/// @param states only in one of these states, at least one
/// @param squad only those in this squad, empty for those in none; null for all
/// @param label only those with this label, `name=value`, without a value for those without the label; null for all
/// @param text only those with this text in their id or name, whatever its case; null for all
public record SubjectQuery(@Nullable SubjectKind kind, Set<SubjectState> states, @Nullable String squad,
        @Nullable String label, @Nullable String text) {

    private static final int MAX_TEXT = 300;

    /// Everything.
    public static final SubjectQuery ALL = new SubjectQuery(null, EnumSet.allOf(SubjectState.class), null, null, null);

    /// Copies the set.
    public SubjectQuery {
        states = Set.copyOf(states);
    }

    /// Reads the filters of the API.
    ///
    /// @param kind a kind, or null
    /// @param states states, one or more; null or empty for all
    /// @param label `name=value`, or null
    /// @throws InvalidInputException where one of them cannot be read
    public static SubjectQuery of(@Nullable String kind, @Nullable List<String> states, @Nullable String squad,
            @Nullable String label, @Nullable String text) {
        Texts.check("squad", squad, MAX_TEXT);
        Texts.check("label", label, MAX_TEXT);
        Texts.check("text", text, MAX_TEXT);
        if (label != null && label.indexOf('=') < 1) {
            throw new InvalidInputException("label", "'%s' is not of the form name=value".formatted(label));
        }
        Set<SubjectState> wanted = EnumSet.noneOf(SubjectState.class);
        if (states != null) {
            states.forEach(state -> wanted.add(Wire.parse(SubjectState.class, "state", state)));
        }
        return new SubjectQuery(kind == null ? null : Wire.parse(SubjectKind.class, "kind", kind),
                wanted.isEmpty() ? EnumSet.allOf(SubjectState.class) : wanted, squad, label,
                Texts.stripped(text));
    }

    boolean wants(SubjectState state, SubjectKind wanted) {
        return states.contains(state) && (kind == null || kind == wanted);
    }
}

package ink.dreamnet.halo.subject;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.SubjectKind;
import org.jspecify.annotations.Nullable;

/// A subject and how it is.
///
/// @param kind its kind
/// @param id its id
/// @param name how operators call it; its id where it has no other name
/// @param squad the squad that it is in; null where it is in none
/// @param labels what is declared to match
/// @param status how it is
public record SubjectView(SubjectKind kind, String id, String name, @Nullable String squad,
        Map<String, String> labels, @JsonUnwrapped SubjectStatus status) {
}

package ink.dreamnet.halo.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// A subject that HALO watches, as it was defined: checked, parsed and ready for use. Immutable.
///
/// @param <S> the form in which a caller writes it and in which it is stored
public interface Definition<S> {

    /// @return the subject
    SubjectRef subject();

    /// @return what was written, without the id
    S spec();

    /// @return names and values that silences and reports can match
    Map<String, String> labels();

    /// @return the subjects that it depends on
    List<SubjectRef> dependsOn();

    /// @return when the service that it was pulled from stopped listing it; null where it lists it, or it was not pulled
    default @Nullable Instant delistedAt() {
        return null;
    }

    /// @return how operators call it; its id where it has no other name
    default String name() {
        return id();
    }

    /// @return it as one of the subjects that are registered
    default Listed listed() {
        return new Listed(subject(), name(), null, labels(), false);
    }

    /// @return its id
    default String id() {
        return subject().id();
    }
}

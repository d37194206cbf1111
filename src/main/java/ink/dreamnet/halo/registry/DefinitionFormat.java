package ink.dreamnet.halo.registry;

import java.time.Instant;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import org.jspecify.annotations.Nullable;

/// What the definitions of one kind of subject look like.
///
/// @param <S> the form in which a caller writes one: a record that Jackson reads and writes
/// @param <D> the form in which it is used
public interface DefinitionFormat<S, D extends Definition<S>> {

    /// @return the kind of subject
    SubjectKind kind();

    /// @return the property that declares such subjects (`halo.endpoints`), for messages
    String property();

    /// @return the class of the written form
    Class<S> specType();

    /// Reads what was written.
    ///
    /// @param id the subject's id; where the written form has an id too, both must be the same
    /// @param updatedAt when it was put; null for what configuration declares
    /// @throws InvalidInputException where something is wrong, with every wrong field
    D define(String id, S spec, ManagedBy managedBy, @Nullable Instant updatedAt);
}

package ink.dreamnet.halo.registry;

import java.net.URI;
import java.time.Instant;
import java.util.function.Function;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.http.NetworkPolicy;
import org.jspecify.annotations.Nullable;

/// What the definitions of one kind of subject look like.
///
/// @param <S> the form in which a caller writes one: a record that Jackson reads and writes
/// @param <D> the form in which it is used
/// @param kind the kind of subject
/// @param property the property that declares such subjects (`halo.endpoints`), for messages
/// @param specType the class of the written form
/// @param parser reads the written form
public record DefinitionFormat<S, D>(SubjectKind kind, String property, Class<S> specType, Parser<S, D> parser) {

    /// @param url where HALO connects for a subject; null for nowhere
    /// @return the same, which also refuses what is written anew with an address that HALO may not connect to
    public DefinitionFormat<S, D> within(NetworkPolicy policy, Function<D, @Nullable URI> url) {
        return new DefinitionFormat<>(kind, property, specType, (id, spec, managedBy, updatedAt) -> {
            D definition = parser.parse(id, spec, managedBy, updatedAt);
            URI target = updatedAt == null ? url.apply(definition) : null;
            if (target != null) {
                policy.reach(managedBy.provenance()).check("url", target);
            }
            return definition;
        });
    }

    /// Reads the written form of a definition.
    @FunctionalInterface
    public interface Parser<S, D> {

        /// @param id the subject's id; where the written form has an id too, both must be the same
        /// @param updatedAt when it was put; null for what configuration declares
        /// @throws ink.dreamnet.halo.core.InvalidInputException where something is wrong, with every wrong field
        D parse(String id, S spec, ManagedBy managedBy, @Nullable Instant updatedAt);
    }
}

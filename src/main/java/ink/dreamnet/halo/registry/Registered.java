package ink.dreamnet.halo.registry;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;

/// All definitions of one kind at one moment.
///
/// @param kind the kind of subject
/// @param revision the last change that it knows
/// @param definitions the definitions by their ids, in the order of the ids
/// @param unreadable why a stored definition cannot be used, by its id
public record Registered<D>(SubjectKind kind, long revision, NavigableMap<String, D> definitions,
        Map<String, String> unreadable) {

    /// Wraps the maps without a copy: they must not change any more.
    public Registered {
        definitions = Collections.unmodifiableNavigableMap(definitions);
        unreadable = Collections.unmodifiableMap(unreadable);
    }

    /// @return whether the subject is one of these
    public boolean has(SubjectRef subject) {
        return subject.kind() == kind
                && (definitions.containsKey(subject.id()) || unreadable.containsKey(subject.id()));
    }

    /// @return a remark that says how many stored definitions within the scope cannot be used; empty where all can
    public Optional<String> unreadable(Scope scope) {
        List<String> ids = unreadable.keySet().stream().filter(id -> scope.includes(new SubjectRef(kind, id))).sorted()
                .toList();
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of("%d %ss have a stored definition that cannot be used, such as %s".formatted(ids.size(),
                        kind.wire(), ids.getFirst()));
    }
}

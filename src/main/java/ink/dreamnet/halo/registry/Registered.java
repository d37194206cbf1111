package ink.dreamnet.halo.registry;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;

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

    /// Copies nothing: whoever makes one does not change the maps any more.
    public Registered {
        definitions = Collections.unmodifiableNavigableMap(definitions);
        unreadable = Collections.unmodifiableMap(unreadable);
    }

    /// @return whether the subject is one of these
    public boolean has(SubjectRef subject) {
        return subject.kind() == kind
                && (definitions.containsKey(subject.id()) || unreadable.containsKey(subject.id()));
    }
}

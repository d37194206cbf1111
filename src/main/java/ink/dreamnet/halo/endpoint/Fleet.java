package ink.dreamnet.halo.endpoint;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;

/// All endpoints at one moment.
///
/// @param revision the last change that it knows
/// @param endpoints the endpoints by their ids, in the order of the ids
/// @param unreadable why the stored definition of an endpoint cannot be used, by its id
record Fleet(long revision, NavigableMap<String, Endpoint> endpoints, Map<String, String> unreadable) {

    Fleet {
        endpoints = Collections.unmodifiableNavigableMap(endpoints);
        unreadable = Map.copyOf(unreadable);
    }

    /// @return whether the subject is one of these endpoints
    boolean has(SubjectRef subject) {
        return subject.kind() == SubjectKind.ENDPOINT
                && (endpoints.containsKey(subject.id()) || unreadable.containsKey(subject.id()));
    }
}

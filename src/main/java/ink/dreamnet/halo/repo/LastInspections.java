package ink.dreamnet.halo.repo;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The last inspection of each repository by this HALO.
@Component
class LastInspections {

    private final Map<String, Inspection> byId = new ConcurrentHashMap<>();

    void remember(WatchedRepository repository, Inspection inspection) {
        byId.put(repository.id(), inspection);
    }

    @Nullable
    Inspection last(WatchedRepository repository) {
        return byId.get(repository.id());
    }

    void keepOnly(Collection<String> ids) {
        byId.keySet().retainAll(ids);
    }
}

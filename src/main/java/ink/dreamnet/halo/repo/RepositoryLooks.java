package ink.dreamnet.halo.repo;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Remembers the last look of this HALO at each repository.
@Component
class RepositoryLooks {

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

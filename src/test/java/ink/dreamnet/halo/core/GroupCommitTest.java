package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

class GroupCommitTest {

    private final Map<List<String>, Boolean> tried = new ConcurrentHashMap<>();

    /// @return whose items were stored, of two callers who share a write
    private Map<String, Boolean> shared(String one, String other, Function<List<String>, Integer> write) {
        GroupCommit<String, Integer> commits = new GroupCommit<>("words",
                new GroupCommit.Bounds(10, 2, Duration.ofSeconds(10), Duration.ofSeconds(20)), items -> {
                    tried.put(items.stream().sorted().toList(), true);
                    return write.apply(items);
                });
        commits.start();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> stored(commits, one), callers);
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> stored(commits, other), callers);
            return Map.of(one, first.join(), other, second.join());
        } finally {
            commits.stop();
        }
    }

    private static boolean stored(GroupCommit<String, Integer> commits, String item) {
        try {
            commits.accept(List.of(item));
            return true;
        } catch (UnavailableException refused) {
            return false;
        }
    }

    @Test
    void acceptWhenAnotherCallersItemCannotBeStoredStoresTheOwn() {
        assertThat(shared("good", "poison", items -> {
            if (items.contains("poison")) {
                throw new IllegalArgumentException("out of range");
            }
            return items.size();
        })).isEqualTo(Map.of("good", true, "poison", false));
        assertThat(tried).containsOnlyKeys(List.of("good", "poison"), List.of("good"), List.of("poison"));
    }

    @Test
    void acceptWhenTheDatabaseIsBusyIsNotTriedOneByOne() {
        assertThat(shared("a", "b", items -> {
            throw new QueryTimeoutException("busy");
        })).isEqualTo(Map.of("a", false, "b", false));
        assertThat(tried).containsOnlyKeys(List.of("a", "b"));
    }
}

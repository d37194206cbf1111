package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

class GroupCommitTest {

    private final Map<List<String>, Integer> tried = new ConcurrentHashMap<>();
    private final Counter refused = new SimpleMeterRegistry().counter("refused");

    /// @return whose items were stored, of two callers who share a write
    private Map<String, Boolean> shared(String one, String other, Function<List<String>, Integer> write) {
        GroupCommit<String, Integer> commits = new GroupCommit<>("words",
                new GroupCommit.Bounds(10, 2, Duration.ofSeconds(10), Duration.ofSeconds(20)), refused) {
            @Override
            protected Integer write(List<String> items) {
                tried.merge(items.stream().sorted().toList(), 1, Integer::sum);
                return write.apply(items);
            }
        };
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
        assertThat(refused.count()).isEqualTo(1);
    }

    @Test
    void acceptWhenTheDatabaseIsBusyIsNotTriedOneByOne() {
        assertThat(shared("a", "b", items -> {
            throw new QueryTimeoutException("busy");
        })).isEqualTo(Map.of("a", false, "b", false));
        assertThat(tried).containsOnlyKeys(List.of("a", "b"));
    }

    @Test
    void acceptWhenAnotherReplicaWritesTheSameIsTriedAgain() {
        assertThat(shared("a", "b", items -> {
            if (tried.getOrDefault(List.of("a", "b"), 0) < 3) {
                throw new DuplicateKeyException("the other was first");
            }
            return items.size();
        })).isEqualTo(Map.of("a", true, "b", true));
        assertThat(tried).containsOnly(Map.entry(List.of("a", "b"), 3));
    }
}

package ink.dreamnet.halo.core;

import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScopeTest {

    private static final SubjectRef A = SubjectRef.parse("endpoint:a");
    private static final SubjectRef B = SubjectRef.parse("agent:b:1");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void shardsWhenTakenTogetherIncludeEachSubjectOnce(int of) {
        Random random = new Random(of);
        for (int i = 0; i < 2000; i++) {
            SubjectRef subject = new SubjectRef(SubjectKind.values()[random.nextInt(SubjectKind.values().length)],
                    "s" + random.nextInt());
            assertThat(IntStream.rangeClosed(1, of).filter(k -> new Scope.Shard(k, of).includes(subject)).count())
                    .isEqualTo(1);
        }
    }

    @Test
    void shardWhenHashedNeverChanges() {
        // fixed by the CRC-32C of "endpoint:a"; another value would move subjects between shards on an update
        assertThat(IntStream.rangeClosed(1, 1000).filter(k -> new Scope.Shard(k, 1000).includes(A)).sum())
                .isEqualTo(723);
    }

    @Test
    void unionIncludesWhatEitherIncludes() {
        Scope a = new Scope.Named(Set.of(A));
        Scope b = new Scope.Named(Set.of(B));
        assertThat(a.union(b)).isEqualTo(new Scope.Named(Set.of(A, B)));
        assertThat(a.union(Scope.ALL)).isEqualTo(Scope.ALL);
        assertThat(a.union(new Scope.Shard(1, 2))).isEqualTo(Scope.ALL);
        assertThat(new Scope.Shard(1, 2).union(new Scope.Shard(1, 2))).isEqualTo(new Scope.Shard(1, 2));
    }

    @Test
    void converterKeepsEveryForm() {
        ScopeConverter converter = new ScopeConverter();
        for (Scope scope : new Scope[]{Scope.ALL, new Scope.Shard(2, 5), new Scope.Named(Set.of(A, B))}) {
            assertThat(converter.convertToEntityAttribute(converter.convertToDatabaseColumn(scope))).isEqualTo(scope);
        }
    }

    @Test
    void shardWhenOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new Scope.Shard(3, 2)).isInstanceOf(InvalidInputException.class)
                .hasMessage("shard.index: 3 is not between 1 and 2");
        assertThatThrownBy(() -> new Scope.Shard(1, 0)).hasMessageContaining("shard.of");
        assertThatThrownBy(() -> new Scope.Named(Set.of())).hasMessageContaining("subjects");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkout", ":x", "endpoint:", "planet:x", "endpoint:a b", "endpoint:a\tb"})
    void subjectWhenMalformedIsRefused(String text) {
        assertThatThrownBy(() -> SubjectRef.parse(text)).isInstanceOf(InvalidInputException.class);
    }
}

package ink.dreamnet.halo.core;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeopleTest {

    private static People people(int first, int after) {
        return new People(IntStream.range(first, after).mapToObj(number -> "p" + number).toList());
    }

    @Test
    void plusWhenThereAreTooManyToNameCountsEverybody() {
        People most = people(0, 90).plus(people(50, People.MOST));
        assertThat(most.names()).hasSize(People.MOST);
        assertThat(most.include("p99")).isTrue();
        assertThat(most.include("p100")).isFalse();
        People more = most.plus(People.of("p100"));
        assertThat(more.names()).hasSize(People.MOST + 1).endsWith("*");
        assertThat(more.include("p100")).isTrue();
        assertThat(more.include("anybody")).isTrue();
        assertThat(People.of("ann").plus(more).names()).startsWith("ann").endsWith("p98", "*");
        assertThat(more.plus(more)).isEqualTo(more);
    }

    @Test
    void ofWhoNeedsNoTokenIsNobody() {
        assertThat(People.of(Actor.LOCAL)).isEqualTo(People.NOBODY);
        assertThat(People.of(Actor.HALO)).isEqualTo(People.NOBODY);
        assertThat(People.of(new Actor("ann", "3f")).names()).isEqualTo(List.of("ann"));
    }

    @Test
    void includeTakesANameInAnyCase() {
        assertThat(People.of("Ann@example.org").include("ann@Example.org")).isTrue();
        assertThat(People.of("ann").name("anna")).isFalse();
    }
}

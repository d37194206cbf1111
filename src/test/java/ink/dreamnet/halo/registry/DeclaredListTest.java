package ink.dreamnet.halo.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeclaredListTest {

    private static final DeclaredList<Item> ITEMS = new DeclaredList<>("halo.items", Item.class);

    private final StandardEnvironment environment = new StandardEnvironment();
    private final Map<String, Object> first = new LinkedHashMap<>();
    private final Map<String, Object> second = new LinkedHashMap<>();

    record Item(@Nullable String id, @Nullable Integer size, @Nullable List<String> tags) {
    }

    private List<Item> read() {
        environment.getPropertySources().addFirst(new MapPropertySource("second", second));
        environment.getPropertySources().addFirst(new MapPropertySource("first", first));
        ConfigurationPropertySources.attach(environment);
        return ITEMS.read(environment);
    }

    @Test
    void readWhenTwoSourcesHaveTheListTakesAllOfItFromTheFirst() {
        first.put("halo.items[0].id", "a");
        first.put("halo.items[0].tags", "x,y");
        second.put("halo.items[0].size", "7");
        second.put("halo.items[1].id", "b");
        assertThat(read()).containsExactly(new Item("a", null, List.of("x", "y")));
    }

    @Test
    void readWhenOnlyTheLastSourceHasItTakesItFromThereInTheOrderOfItsIndexes() {
        second.put("halo.items[10].id", "k");
        for (int i = 0; i < 10; i++) {
            second.put("halo.items[%d].id".formatted(i), "${prefix}" + i);
        }
        second.put("prefix", "item-");
        assertThat(read()).hasSize(11).first().isEqualTo(new Item("item-0", null, null));
        assertThat(ITEMS.read(environment).getLast().id()).isEqualTo("k");
    }

    @Test
    void readWhenAnEntryIsWrongNamesIt() {
        first.put("halo.items[0].id", "a");
        first.put("halo.items[1].size", "many");
        assertThatThrownBy(this::read).isInstanceOf(BindException.class).hasMessageContaining("halo.items[1].size");
    }

    @Test
    void readWhenAnEntryIsMissingNamesTheNextOne() {
        first.put("halo.items[0].id", "a");
        first.put("halo.items[2].id", "c");
        assertThatThrownBy(this::read).isInstanceOf(BindException.class).hasStackTraceContaining("halo.items[2].id");
    }

    @Test
    void readWhenATextStandsInThePlaceOfTheListIsAsSpringsBinderHasIt() {
        first.put("halo.items", "");
        second.put("halo.items[0].id", "a");
        assertThat(read()).isEmpty();
        first.put("halo.items", "a, b");
        assertThatThrownBy(() -> ITEMS.read(environment)).isInstanceOf(BindException.class)
                .hasMessageContaining("halo.items");
        assertThat(new DeclaredList<>("halo.items", Item.class, true).read(environment)).hasSize(1);
    }
}

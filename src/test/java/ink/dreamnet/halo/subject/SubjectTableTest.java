package ink.dreamnet.halo.subject;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.subject.SubjectStatus.OpenWeakPoint;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// The rows of subjects, their counts, and every way to find them.
@HaloTest
abstract class SubjectTableTest {

    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    @Autowired
    SubjectTable table;
    @Autowired
    SubjectStates states;
    @Autowired
    SubjectLoop loop;
    @Autowired
    JdbcTemplate jdbc;

    private final Map<SubjectRef, SubjectRow> rows = new HashMap<>();

    @OnH2
    static class OnH2Test extends SubjectTableTest {
    }

    @OnPostgres
    static class OnPostgresTest extends SubjectTableTest {
    }

    @BeforeEach
    void fill() {
        // it would remove what is not registered
        loop.stop();
        List.of("subject_state", "subject_label", "subject_count").forEach(name -> jdbc.update("delete from " + name));
        row("agent:one", "Alpha", "blue", Map.of("team", "core"), SubjectState.UP);
        row("agent:two", "Beta 100%", "blue", Map.of(), SubjectState.WEAK);
        row("agent:three", "Gamma", null, Map.of("team", "core", "tier", "1"), SubjectState.WEAK);
        row("endpoint:one", "one", null, Map.of("team", "web"), SubjectState.UNKNOWN);
        row("endpoint:Shop_1", "Shop_1", null, Map.of("team", "core"), SubjectState.UP);
        row("endpoint:shop21", "shop21", null, Map.of(), SubjectState.PAUSED);
        write();
    }

    @AfterEach
    void goOn() {
        loop.start();
    }

    private void row(String subject, String name, @Nullable String squad, Map<String, String> labels,
            SubjectState state) {
        SubjectRef ref = SubjectRef.parse(subject);
        SubjectRow row = SubjectRow.of(new Listed(ref, name, squad, labels, state == SubjectState.PAUSED), true, NOW);
        rows.put(ref, switch (state) {
            case UP -> row.observed("{\"latencyMs\":1.5}", NOW);
            case WEAK ->
                row.with(List.of(new OpenWeakPoint(new UUID(1, 2), "a.b", Severity.HIGH, null)), Set.of(), NOW);
            default -> row;
        });
    }

    private void write() {
        table.change(Set.copyOf(rows.keySet()), (some, before) -> Map.copyOf(rows));
    }

    @Test
    void rowsAreReadAsTheyWereWritten() {
        assertThat(table.all(SubjectKind.AGENT).values())
                .containsExactlyInAnyOrderElementsOf(rows.values().stream()
                        .filter(row -> row.listed().subject().kind() == SubjectKind.AGENT).toList());
        assertThat(states.get(SubjectRef.parse("agent:one")).status().lastResult()).isEqualTo(Map.of("latencyMs", 1.5));
        assertThat(table.weak()).containsExactlyInAnyOrder(SubjectRef.parse("agent:two"),
                SubjectRef.parse("agent:three"));
    }

    @Test
    void pagesListEachSubjectOnceWithTheWorstFirst() {
        for (int limit : List.of(1, 2, 4, 6, 20)) {
            assertThat(ids(SubjectQuery.ALL, limit)).as("pages of %d", limit).containsExactly("agent:three",
                    "agent:two", "endpoint:one", "endpoint:shop21", "agent:one", "endpoint:Shop_1");
        }
    }

    @Test
    void filtersNarrowDownTogether() {
        assertThat(find("agent", List.of(), null, null, null)).containsExactly("agent:three", "agent:two", "agent:one");
        assertThat(find(null, List.of("up", "paused"), null, null, null)).containsExactly("endpoint:shop21",
                "agent:one",
                "endpoint:Shop_1");
        assertThat(find(null, List.of(), "blue", null, null)).containsExactly("agent:two", "agent:one");
        assertThat(find(null, List.of(), null, "team=core", null)).containsExactly("agent:three", "agent:one",
                "endpoint:Shop_1");
        assertThat(find("endpoint", List.of("up"), null, "team=core", null)).containsExactly("endpoint:Shop_1");
        assertThat(find(null, List.of(), "blue", "team=core", null)).containsExactly("agent:one");
        assertThat(find(null, List.of(), null, "team=Core", null)).isEmpty();
        assertThat(find(null, List.of(), null, null, "SHOP")).containsExactly("endpoint:shop21", "endpoint:Shop_1");
        assertThat(find(null, List.of(), null, null, "shop_")).as("an underscore is one")
                .containsExactly("endpoint:Shop_1");
        assertThat(find(null, List.of(), null, null, "100%")).containsExactly("agent:two");
        assertThat(find(null, List.of(), "blue", null, "alph")).as("in the name").containsExactly("agent:one");
    }

    @Test
    void groupsAreCountedWithThoseInNone() {
        assertThat(find(null, List.of(), "", null, null)).containsExactly("agent:three", "endpoint:one",
                "endpoint:shop21", "endpoint:Shop_1");
        assertThat(find(null, List.of(), null, "team=", null)).containsExactly("agent:two", "endpoint:shop21");
        assertThat(states.groups(new SubjectGroup.By.Squad())).containsExactlyInAnyOrder(
                new SubjectGroup("blue", Map.of(SubjectState.UP, 1L, SubjectState.WEAK, 1L)),
                new SubjectGroup("", Map.of(SubjectState.UP, 1L, SubjectState.WEAK, 1L, SubjectState.UNKNOWN, 1L,
                        SubjectState.PAUSED, 1L)));
        assertThat(states.groups(new SubjectGroup.By.Label("team"))).containsExactlyInAnyOrder(
                new SubjectGroup("core", Map.of(SubjectState.UP, 2L, SubjectState.WEAK, 1L)),
                new SubjectGroup("web", Map.of(SubjectState.UNKNOWN, 1L)),
                new SubjectGroup("", Map.of(SubjectState.WEAK, 1L, SubjectState.PAUSED, 1L)));
        assertThat(states.groups(new SubjectGroup.By.Kind())).extracting(SubjectGroup::name, SubjectGroup::total)
                .containsExactly(tuple("agent", 3L), tuple("endpoint", 3L));
        assertThat(states.labels()).containsExactly("team", "tier");
    }

    @Test
    void countsAndLabelsFollowTheRows() {
        long version = states.version();
        rows.keySet().removeIf(subject -> subject.id().equals("two"));
        rows.computeIfPresent(SubjectRef.parse("agent:three"),
                (subject, row) -> row.with(List.of(), Set.of(), NOW).observed(null, NOW));
        table.change(List.of(SubjectRef.parse("agent:two"), SubjectRef.parse("agent:three")),
                (some, before) -> Map.copyOf(rows));

        assertThat(states.version()).isGreaterThan(version);
        assertThat(states.counts()).isEqualTo(new SubjectCounts(5,
                Map.of(SubjectState.UP, 3L, SubjectState.UNKNOWN, 1L, SubjectState.PAUSED, 1L),
                Map.of(SubjectKind.AGENT, Map.of(SubjectState.UP, 2L), SubjectKind.ENDPOINT,
                        Map.of(SubjectState.UP, 1L, SubjectState.UNKNOWN, 1L, SubjectState.PAUSED, 1L))));
        assertThat(find(null, List.of("up"), null, "team=core", null)).containsExactly("agent:one", "agent:three",
                "endpoint:Shop_1");
        assertThat(find(null, List.of(), null, "tier=1", null)).containsExactly("agent:three");
    }

    @Test
    void statusOfWhatHasNoRowIsNeverChecked() {
        assertThat(states.of(List.of(SubjectRef.parse("agent:one"), SubjectRef.parse("graft:one")))
                .apply(SubjectRef.parse("graft:one"))).isEqualTo(SubjectStatus.NEVER_CHECKED);
    }

    private List<String> find(@Nullable String kind, List<String> wanted, @Nullable String squad,
            @Nullable String label, @Nullable String text) {
        return ids(SubjectQuery.of(kind, wanted, squad, label, text), 20);
    }

    private List<String> ids(SubjectQuery query, int limit) {
        List<String> found = new ArrayList<>();
        @Nullable
        String before = null;
        do {
            Page<SubjectView> page = states.find(query, new PageQuery(limit, before));
            page.items().forEach(view -> found.add(view.kind().wire() + ":" + view.id()));
            before = page.next();
        } while (before != null);
        return found;
    }
}

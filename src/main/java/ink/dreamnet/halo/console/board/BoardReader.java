package ink.dreamnet.halo.console.board;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.subject.SubjectGroup;
import ink.dreamnet.halo.subject.SubjectGroup.By;
import ink.dreamnet.halo.subject.SubjectQuery;
import ink.dreamnet.halo.subject.SubjectState;
import ink.dreamnet.halo.subject.SubjectStates;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/// Reads and renders the board once for all who watch it: as long as no subject has changed it is what it was, and it is rendered anew once a
/// second at most.
@Component
class BoardReader {

    /// How many groups a page has.
    private static final int GROUPS = 40;
    /// How many tiles a page has, about.
    private static final int TILES = 400;
    private static final int LEAST_TILES = 8;
    private static final long KEEP_NANOS = Duration.ofSeconds(1).toNanos();
    /// How many boards are kept: each way to group has some.
    private static final int KEPT = 32;
    private static final Comparator<SubjectGroup> WORST_FIRST = Comparator
            .comparingLong((SubjectGroup group) -> group.in(SubjectState.WEAK))
            .thenComparingLong(group -> group.in(SubjectState.UNKNOWN)).reversed()
            .thenComparing(group -> group.name().isEmpty()).thenComparing(SubjectGroup::name);

    private final SubjectStates states;
    private final ITemplateEngine templates;
    private final Map<Wanted, Rendered> kept = new LinkedHashMap<>();

    BoardReader(SubjectStates states, ITemplateEngine templates) {
        this.states = states;
        this.templates = templates;
    }

    private record Wanted(By by, int page) {
    }

    /// @param version of which states it was rendered
    /// @param atNanos when that was last found to be right
    private record Rendered(Board board, String html, long version, long atNanos) {
    }

    /// A board with its tiles.
    ///
    /// @param board what it shows
    /// @param html its groups, as HTML
    record Shown(Board board, String html) {
    }

    /// @param page from 1
    synchronized Shown read(By by, int page) {
        Wanted wanted = new Wanted(by, page);
        Rendered last = kept.remove(wanted);
        long now = System.nanoTime();
        if (last == null || now - last.atNanos() >= KEEP_NANOS) {
            long version = states.version();
            last = last != null && last.version() == version
                    ? new Rendered(last.board(), last.html(), version, now)
                    : render(by, page, version, now);
        }
        kept.put(wanted, last);
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return new Shown(last.board(), last.html());
    }

    private Rendered render(By by, int page, long version, long now) {
        Board board = board(by, page);
        Context context = new Context();
        context.setVariable("groups", board.groups());
        return new Rendered(board, templates.process("tiles", Set.of("groups"), context), version, now);
    }

    private Board board(By by, int page) {
        List<SubjectGroup> all = states.groups(by).stream().sorted(WORST_FIRST).toList();
        int pages = Math.max(1, (all.size() + GROUPS - 1) / GROUPS);
        int shown = Math.clamp(page, 1, pages);
        List<SubjectGroup> some = all.subList((shown - 1) * GROUPS, Math.min(all.size(), shown * GROUPS));
        int tiles = Math.clamp(TILES / Math.max(1, some.size()), LEAST_TILES, PageQuery.MAX_LIMIT);
        return new Board(states.counts(), some.stream().map(group -> group(by, group, tiles)).toList(),
                states.labels(), shown, pages);
    }

    private Board.Group group(By by, SubjectGroup counts, int most) {
        SubjectQuery query = switch (by) {
            case By.Kind() -> SubjectQuery.of(counts.name(), null, null, null, null);
            case By.Squad() -> SubjectQuery.of(null, null, counts.name(), null, null);
            case By.Label(String name) -> SubjectQuery.of(null, null, null, name + "=" + counts.name(), null);
        };
        String title = switch (by) {
            case By.Kind() -> counts.name();
            case By.Squad() -> counts.name().isEmpty() ? "in no squad" : counts.name();
            case By.Label(String name) -> counts.name().isEmpty() ? "without " + name : counts.name();
        };
        String list = switch (by) {
            case By.Kind() -> "kind=" + counts.name();
            case By.Squad() -> "squad=" + encoded(counts.name());
            case By.Label(String name) -> "label=" + encoded(name + "=" + counts.name());
        };
        List<Tile> tiles = states.find(query, new PageQuery(most, null)).items().stream().map(Tile::of).toList();
        // a filter that is left empty means any squad
        boolean listed = !(by instanceof By.Squad) || !counts.name().isEmpty();
        return new Board.Group(title, counts, tiles, Math.max(0, counts.total() - tiles.size()),
                listed ? "/subjects?" + list : null);
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }
}

package ink.dreamnet.halo.task.dispatch;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.task.PerformanceRecord.Performance;
import org.jspecify.annotations.Nullable;

/// Who could do a task, in the order in which it should go to them: who is there before who is not, who has room before who has
/// none, and then who does such tasks best. Equal ones share the tasks, by the ids of these, so that the same task always goes to
/// the same one.
///
/// @param kind what they are
/// @param performers the first one first
record Ranking(SubjectKind kind, List<Performer> performers) {

    /// The expected share of tasks that help, by someone of whom nothing is known.
    private static final double UNKNOWN = 0.5;
    private static final int MOST_OTHERS = 3;
    private static final Comparator<Performer> ORDER = Comparator.comparing(Performer::live)
            .thenComparing(Performer::room).thenComparingDouble(Performer::success).reversed();

    /// Someone who could do it.
    ///
    /// @param id its id
    /// @param live whether it is there
    /// @param room whether its budget has room
    /// @param known how well it does such tasks; null where nothing is known
    record Performer(String id, boolean live, boolean room, @Nullable Performance known) {

        double success() {
            return known == null ? UNKNOWN : known.success();
        }

        private String described(String of, String none) {
            return "%s: %s%s%s".formatted(id, known == null
                    ? none
                    : "%.0f %%%s (%.0f known)".formatted(known.success() * 100, of, known.tasks()),
                    live ? "" : ", no live agent", room ? "" : ", no room");
        }
    }

    /// Who it was.
    ///
    /// @param id its id
    /// @param reason why, as one sentence for an operator; null where there was no choice
    record Choice(String id, @Nullable String reason) {
    }

    static Ranking of(SubjectKind kind, Collection<Performer> performers) {
        return new Ranking(kind,
                performers.stream().sorted(ORDER.thenComparing(Performer::id)).toList());
    }

    /// @return who gets a task; empty where nobody could do it
    Optional<Choice> choose(UUID task) {
        if (performers.size() < 2) {
            return performers.stream().findFirst().map(only -> new Choice(only.id(), null));
        }
        Performer first = performers.getFirst();
        int equal = (int) performers.stream().takeWhile(other -> ORDER.compare(first, other) == 0).count();
        Performer chosen = performers.get(Math.floorMod(task.hashCode(), equal));
        return Optional.of(new Choice(chosen.id(), reason(chosen, equal)));
    }

    private String reason(Performer chosen, int equal) {
        String others = performers.stream().filter(other -> other != chosen).limit(MOST_OTHERS)
                .map(other -> other.described("", "none known")).collect(Collectors.joining("; "));
        int more = performers.size() - 1 - MOST_OTHERS;
        return "%s %s; %s%s%s".formatted(kind.wire(),
                chosen.described(" of such tasks are expected to help", "no such task is known"), others,
                more > 0 ? "; and %d more".formatted(more) : "",
                equal > 1 ? "; %d that are equal share the tasks".formatted(equal) : "");
    }
}

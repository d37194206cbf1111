package ink.dreamnet.halo.resonance.replay;

import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.resonance.plan.Due;
import ink.dreamnet.halo.resonance.plan.FanOut;
import ink.dreamnet.halo.resonance.timeline.Check;
import org.jspecify.annotations.Nullable;

/// One history that is being played, and whose turn it is: the caller holds the future, and in closed loop HALO gets only what it asked to
/// see. One caller at a time; another one waits.
final class Replay {

    /// How many steps a replay takes at most.
    static final long MOST_STEPS = 1_000_000;

    private final UUID id;
    private final World world;
    private final Subjects subjects;
    private final long startMs;
    private final BitSet due = new BitSet();
    private final BitSet fanned = new BitSet();
    private long steps;
    private @Nullable Long atMs;

    Replay(UUID id, World world, Subjects subjects, long startMs) {
        this.id = id;
        this.world = world;
        this.subjects = subjects;
        this.startMs = startMs;
        ask(world.plan(startMs), List.of());
    }

    UUID id() {
        return id;
    }

    Subjects subjects() {
        return subjects;
    }

    /// @return the numbers of the subjects whose turn it is, ascending
    synchronized List<Integer> due() {
        return due.stream().boxed().toList();
    }

    /// Takes one step, in closed loop.
    ///
    /// @throws ConflictException where it does not fit what was asked for; nothing of it is taken then
    synchronized StepAnswer closed(Step step) {
        room(1);
        inTime(step, atMs, world.open(), "");
        BitSet asked = step.round() == 1 ? due : fanned;
        for (Check look : step.looks()) {
            if (!asked.get(look.subject())) {
                throw new ConflictException("%s was %s at %s, so it cannot be observed then".formatted(
                        subjects.name(look.subject()), step.round() == 1 ? "not due" : "not fanned out",
                        Instant.ofEpochMilli(step.atMs())));
            }
        }
        return take(step, fanOut -> !fanOut.isEmpty());
    }

    /// Takes many steps, in open loop: everything is observed, nothing is refused but steps out of order.
    ///
    /// @param answers takes the answer to each, in their order
    /// @throws ConflictException where a step goes backwards in time; nothing of all of them is taken then
    synchronized void open(List<Step> many, Consumer<StepAnswer> answers) {
        room(many.size());
        Long before = atMs;
        boolean open = world.open();
        for (int i = 0; i < many.size(); i++) {
            inTime(many.get(i), before, open, "Line %d: ".formatted(i + 1));
            before = many.get(i).atMs();
            open = many.get(i).round() == 1;
        }
        for (int i = 0; i < many.size(); i++) {
            // what is to come of the same cycle belongs to it; otherwise nothing more comes
            boolean more = i + 1 < many.size() && many.get(i + 1).round() == 2;
            answers.accept(take(many.get(i), _ -> more));
        }
    }

    /// @return what works, as `GET /api/halo/memory/strategies` shows it
    synchronized List<?> strategies() {
        return world.strategies();
    }

    private void room(int more) {
        if (steps + more > MOST_STEPS) {
            throw new ConflictException("The replay has taken %,d steps, of at most %,d".formatted(steps, MOST_STEPS));
        }
    }

    /// @param open whether the last cycle is not over
    private void inTime(Step step, @Nullable Long before, boolean open, String where) {
        Instant at = Instant.ofEpochMilli(step.atMs());
        if (step.round() == 2) {
            if (before == null || step.atMs() != before) {
                throw new ConflictException(where + (before == null
                        ? "There was no round 1 yet"
                        : "The last round 1 was at %s, so round 2 is not at %s".formatted(
                                Instant.ofEpochMilli(before), at)));
            }
            if (!open) {
                throw new ConflictException(
                        where + "Nothing was fanned out at %s, so there is no round 2 of it".formatted(at));
            }
        } else if (before == null && step.atMs() < startMs) {
            throw new ConflictException(where + "%s is before the replay starts, at %s".formatted(at,
                    Instant.ofEpochMilli(startMs)));
        } else if (before != null && step.atMs() <= before) {
            throw new ConflictException(where + (step.atMs() == before
                    ? "There was a round 1 at %s already".formatted(at)
                    : "%s is before the last step, at %s".formatted(at, Instant.ofEpochMilli(before))));
        }
    }

    private StepAnswer take(Step step, Predicate<List<FanOut>> more) {
        StepAnswer answer = world.take(step, due, more);
        steps++;
        atMs = step.atMs();
        ask(answer.due(), step.round() == 1 ? answer.fanOut() : List.of());
        return answer;
    }

    private void ask(Collection<Due> next, Collection<FanOut> more) {
        due.clear();
        next.forEach(each -> due.set(each.subject()));
        fanned.clear();
        more.forEach(each -> fanned.set(each.subject()));
    }
}

package ink.dreamnet.halo.strategy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.strategy.StrategyAdvisor.Advice;
import ink.dreamnet.halo.strategy.StrategyAdvisor.Choice;
import ink.dreamnet.halo.task.FailedSteps;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.Why;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GenerationTest {

    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");
    private static final UUID CYCLE = Ids.next();
    private static final Ladder LADDER = Ladder.startingWith("restart").then("recreate", "Create it again")
            .then("move", "Run it elsewhere").thenPageHuman();
    private static final Why WHY = new Why("move leads", new Why.Known("move", 8, 7, 0, 0.8, 0.5, 0.95, 0.1, 0.7,
            "learning", 1.2), List.of(), List.of(), null);

    /// What the advisor was asked, each call.
    private final List<List<Choice>> asked = new ArrayList<>();

    private static WeakPoint weakPoint(boolean flapping) {
        return new WeakPoint(Ids.next(), "agent-health", "agent.offline", SubjectRef.parse("agent:a"), Severity.HIGH,
                "offline", WeakPointState.OPEN, AT, AT, 1, 0, false, null, null, List.of(), Map.of(), false, null, null,
                flapping, 0, null, null, null);
    }

    private static Proposal proposal(Map<String, Object> payload) {
        return new Proposal("agent.revive", List.of("DreamOps"), payload);
    }

    /// A strategy that has one proposal for each rung.
    private interface Rungs extends Strategy {

        @Override
        Optional<Proposal> propose(WeakPoint weakPoint, int rung);

        @Override
        default Optional<Proposal> propose(WeakPoint weakPoint) {
            return propose(weakPoint, 0);
        }
    }

    private static Strategy ladder() {
        return (Rungs) (weakPoint, rung) -> LADDER.at(rung, proposal(Map.of("instruction", "Restart it")));
    }

    private StrategyAdvisor choosing(String step) {
        return choices -> {
            asked.add(choices);
            return choices.stream().map(choice -> new Advice(step, WHY)).toList();
        };
    }

    private static Generated generate(Map<String, Strategy> strategies, FailedSteps failed, List<StrategyStop> stops,
            @Nullable StrategyAdvisor advisor, WeakPoint... weakPoints) {
        return new Generation(strategies, failed, stops, new CheckedAdvisor(() -> advisor))
                .generate(List.of(weakPoints), CYCLE);
    }

    private static TaskDraft only(Strategy strategy, List<String> failed, @Nullable StrategyAdvisor advisor,
            boolean flapping) {
        WeakPoint weakPoint = weakPoint(flapping);
        Generated generated = generate(Map.of("revive", strategy),
                new FailedSteps(Map.of(new FailedSteps.Key(weakPoint.id(), "revive"), failed)), List.of(), advisor,
                weakPoint);
        assertThat(generated.blocked()).isEmpty();
        return generated.drafts().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "-                    | restart    | 0",
            "restart              | recreate   | 1",
            "recreate             | restart    | 0",
            "move,restart         | recreate   | 1",
            "restart,recreate     | move       | 2",
            "an-older-name        | restart    | 0",
            "move,recreate,restart | page-human | 3"})
    void generateWithoutAnAdvisorProposesTheMildestThatDidNotFail(@Nullable String failed, String step, int rung) {
        List<String> before = failed == null ? List.of() : List.of(failed.split(","));
        TaskDraft draft = only(ladder(), before, null, false);
        assertThat(draft.step().name()).isEqualTo(step);
        assertThat(draft.step().rung()).isEqualTo(rung);
        assertThat(draft.step().failedBefore()).isEqualTo(before);
        assertThat(draft.content().payload()).containsEntry("step", step);
        assertThat(draft.why()).isNull();
    }

    @Test
    void generateWithAnAdvisorProposesWhatItChoosesAndKeepsTheReason() {
        TaskDraft draft = only(ladder(), List.of("restart"), choosing("move"), false);
        assertThat(draft.step().name()).isEqualTo("move");
        assertThat(draft.step().rung()).isEqualTo(2);
        assertThat(draft.why()).isEqualTo(WHY);
        assertThat(asked).singleElement().satisfies(choices -> assertThat(choices).singleElement()
                .satisfies(choice -> {
                    assertThat(choice.strategy()).isEqualTo("revive");
                    assertThat(choice.failedBefore()).containsExactly("restart");
                    assertThat(choice.offers()).as("a human is called only where nothing else is left")
                            .containsExactly(new StrategyAdvisor.Offer("recreate", 1, "agent.revive"),
                                    new StrategyAdvisor.Offer("move", 2, "agent.revive"));
                }));
    }

    @Test
    void generateWhenAllOthersFailedOffersToCallAHuman() {
        TaskDraft draft = only(ladder(), List.of("restart", "recreate", "move"), choosing("page-human"), false);
        assertThat(draft.step().name()).isEqualTo("page-human");
        assertThat(draft.content().payload().get("instruction")).isEqualTo(
                "What was tried before did not help (restart, recreate, move). Page a human, and tell them what was tried");
    }

    @Test
    void generateAsksTheAdvisorOnceForAllChoices() {
        WeakPoint first = weakPoint(false);
        WeakPoint second = weakPoint(false);
        Map<String, Strategy> strategies = new LinkedHashMap<>();
        strategies.put("revive", ladder());
        strategies.put("silent", (Rungs) (weakPoint, rung) -> Optional.empty());
        strategies.put("single", weakPoint -> Optional.of(proposal(Map.of())));
        Generated generated = generate(strategies, new FailedSteps(Map.of()), List.of(), choices -> {
            asked.add(choices);
            return choices.stream().map(choice -> new Advice(choice.offers().getLast().step(), WHY)).toList();
        }, first, second);
        assertThat(asked).hasSize(1);
        assertThat(generated.drafts()).extracting(TaskDraft::weakPointId).containsExactly(first.id(), first.id(),
                second.id(), second.id());
        assertThat(generated.drafts()).extracting(draft -> draft.step().name()).containsExactly("move", "agent.revive",
                "move", "agent.revive");
    }

    @Test
    void generateSaysInTheInstructionThatSomethingFailedOnlyWhereItDid() {
        TaskDraft leading = only(ladder(), List.of(), choosing("recreate"), false);
        assertThat(leading.content().payload()).containsEntry("instruction", "Create it again")
                .doesNotContainKey("failedBefore");
        TaskDraft following = only(ladder(), List.of("recreate"), null, false);
        assertThat(following.content().payload()).containsEntry("failedBefore", List.of("recreate"))
                .containsEntry("instruction", "What was tried before did not help (recreate). Restart it");
        TaskDraft without = only(weakPoint -> Optional.of(proposal(Map.of())), List.of("older"), null, false);
        assertThat(without.content().payload()).containsOnlyKeys("failedBefore");
    }

    @Test
    void generateWhenFlappingAsksToStabilizeWhateverComesFirst() {
        assertThat(only(ladder(), List.of(), null, true).content().payload()).containsEntry("stabilize", true)
                .hasEntrySatisfying("instruction",
                        instruction -> assertThat(instruction.toString()).startsWith("It keeps coming and going"));
        assertThat(only(ladder(), List.of(), choosing("move"), true).content().payload())
                .containsEntry("stabilize", true).containsEntry("instruction", "Run it elsewhere");
    }

    @Test
    void generateWhenAStrategyRepeatsItselfEndsTheListThere() {
        List<Integer> rungs = new ArrayList<>();
        Strategy same = (Rungs) (weakPoint, rung) -> {
            rungs.add(rung);
            return Optional.of(proposal(Map.of("step", "again")));
        };
        assertThat(only(same, List.of(), null, false).step().name()).isEqualTo("again");
        assertThat(rungs).containsExactly(0, 1);
    }

    @Test
    void generateWhenAStrategyHasNoEndTakesTen() {
        Strategy endless = (Rungs) (weakPoint, rung) -> Optional.of(proposal(Map.of("step", "step-" + rung)));
        only(endless, List.of(), choosing("step-3"), false);
        assertThat(asked.getFirst().getFirst().offers()).hasSize(Offers.MOST).last()
                .satisfies(offer -> assertThat(offer.step()).isEqualTo("step-9"));
    }

    @Test
    void generateWhenAStepHasNoUsableNameTakesTheTypeAndCutsWhatIsTooLong() {
        assertThat(only(weakPoint -> Optional.of(proposal(Map.of("step", " "))), List.of(), null, false).step().name())
                .isEqualTo("agent.revive");
        assertThat(only(weakPoint -> Optional.of(proposal(Map.of("step", 7))), List.of(), null, false).step().name())
                .isEqualTo("agent.revive");
        assertThat(only(weakPoint -> Optional.of(proposal(Map.of("step", "\0" + "x".repeat(200)))), List.of(), null,
                false).step().name()).isEqualTo(" " + "x".repeat(99));
    }

    @Test
    void generateWhenAllFailedSaysSo() {
        WeakPoint weakPoint = weakPoint(false);
        Generated generated = generate(Map.of("revive", ladder()),
                failed(weakPoint, List.of("restart", "recreate", "move", "page-human")), List.of(), null,
                weakPoint);
        assertThat(generated.drafts()).isEmpty();
        assertThat(generated.blocked()).singleElement().satisfies(blocked -> assertThat(blocked.reason())
                .isEqualTo("strategy revive has nothing more to offer: 4 repairs did not help"));
    }

    private static FailedSteps failed(WeakPoint weakPoint, List<String> steps) {
        return new FailedSteps(Map.of(new FailedSteps.Key(weakPoint.id(), "revive"), steps));
    }

    @Test
    void generateWhenStoppedAsksNoAdvisor() {
        WeakPoint weakPoint = weakPoint(false);
        StrategyStop stop = new StrategyStop(Ids.next(), "revive", "agent.offline", Ids.next(), "it did harm", AT, null,
                null,
                null);
        Generated generated = generate(Map.of("revive", ladder()), failed(weakPoint, List.of("restart")),
                List.of(stop), choosing("move"), weakPoint);
        assertThat(asked.stream().flatMap(List::stream)).isEmpty();
        assertThat(generated.drafts()).isEmpty();
        assertThat(generated.blocked()).singleElement()
                .satisfies(blocked -> assertThat(blocked.reason()).isEqualTo(stop.sentence()));
    }

    @Test
    void generateWhenALaterRepairFailsProposesTheEarlierOnesOfEveryWeakPoint() {
        Strategy half = (Rungs) (weakPoint, rung) -> {
            if (rung == 2) {
                throw new IllegalStateException("no third one");
            }
            return LADDER.at(rung, proposal(Map.of()));
        };
        WeakPoint first = weakPoint(false);
        WeakPoint second = weakPoint(false);
        Generated generated = generate(Map.of("revive", half), failed(second, List.of("restart", "recreate")),
                List.of(), null, first, second);
        assertThat(generated.drafts()).extracting(TaskDraft::weakPointId).containsExactly(first.id());
        assertThat(generated.blocked()).singleElement().satisfies(blocked -> assertThat(blocked.reason())
                .isEqualTo("what could be proposed is not known: revive failed to answer"));
        assertThat(generate(Map.of(), failed(first, List.of()), List.of(), null, first).blocked()).singleElement()
                .satisfies(blocked -> assertThat(blocked.reason())
                        .isEqualTo("no strategy has a repair for agent.offline"));
    }

    @Test
    void generateWhenAStrategyFailsAtOnceGoesOnWithTheOthers() {
        List<Integer> calls = new ArrayList<>();
        Map<String, Strategy> strategies = new LinkedHashMap<>();
        strategies.put("throws", (Rungs) (weakPoint, rung) -> {
            calls.add(rung);
            throw new NoClassDefFoundError("its library");
        });
        strategies.put("null", new NullStrategy());
        strategies.put("revive", ladder());
        Generated generated = generate(strategies, new FailedSteps(Map.of()), List.of(), null, weakPoint(false),
                weakPoint(false));
        assertThat(generated.drafts()).extracting(TaskDraft::strategy).containsExactly("revive", "revive");
        assertThat(calls).as("not asked again in this cycle").hasSize(1);
    }

    /// As a plug-in that is compiled without null checks.
    private static class NullStrategy implements Strategy {
        @Override
        @SuppressWarnings({"NullAway", "OptionalAssignedToNull", "NullOptional"})
        public Optional<Proposal> propose(WeakPoint weakPoint) {
            return null;
        }
    }

    @SuppressWarnings("NullAway")
    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("throws", (StrategyAdvisor) choices -> {
                    throw new IllegalStateException("no luck");
                }),
                Arguments.of("lacks a class", (StrategyAdvisor) choices -> {
                    throw new NoClassDefFoundError("its library");
                }),
                Arguments.of("null", (StrategyAdvisor) choices -> null),
                Arguments.of("too few", (StrategyAdvisor) choices -> List.of(new Advice("move", WHY))),
                Arguments.of("too many", (StrategyAdvisor) choices -> IntStream.range(0, 9)
                        .mapToObj(i -> new Advice("move", WHY)).toList()),
                Arguments.of("unknown step", (StrategyAdvisor) choices -> choices.stream()
                        .map(choice -> new Advice("reboot", WHY)).toList()),
                Arguments.of("what failed before", (StrategyAdvisor) choices -> choices.stream()
                        .map(choice -> new Advice("restart", WHY)).toList()),
                Arguments.of("a human too early", (StrategyAdvisor) choices -> choices.stream()
                        .map(choice -> new Advice("page-human", WHY)).toList()),
                Arguments.of("no advice", (StrategyAdvisor) choices -> choices.stream()
                        .map(choice -> (Advice) null).toList()),
                Arguments.of("no step", (StrategyAdvisor) choices -> choices.stream()
                        .map(choice -> new Advice(null, WHY)).toList()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void generateWhenTheAdvisorFailsGoesByTheDeclaredOrder(String name, StrategyAdvisor advisor) {
        WeakPoint first = weakPoint(false);
        WeakPoint second = weakPoint(false);
        Generated generated = generate(Map.of("revive", ladder()), new FailedSteps(Map.of(
                new FailedSteps.Key(first.id(), "revive"), List.of("restart"),
                new FailedSteps.Key(second.id(), "revive"), List.of("restart", "recreate"))), List.of(), advisor, first,
                second);
        assertThat(generated.drafts()).extracting(draft -> draft.step().name()).containsExactly("recreate", "move");
        assertThat(generated.drafts()).extracting(TaskDraft::why).containsOnlyNulls();
    }

    @Test
    void generateWhenTheAdvisorIsWrongOnceKeepsItsOtherAdvice() {
        WeakPoint first = weakPoint(false);
        WeakPoint second = weakPoint(false);
        Generated generated = generate(Map.of("revive", ladder()), new FailedSteps(Map.of()), List.of(),
                choices -> List.of(new Advice("reboot", WHY), new Advice("move", WHY)), first, second);
        assertThat(generated.drafts()).extracting(draft -> draft.step().name()).containsExactly("restart", "move");
    }

    @Test
    void generateWhenTheTransactionOfTheCycleConflictsLetsItBeTriedAgain() {
        assertThatThrownBy(() -> only(ladder(), List.of(), choices -> {
            throw new CannotAcquireLockException("someone else");
        }, false)).isInstanceOf(CannotAcquireLockException.class);
    }
}

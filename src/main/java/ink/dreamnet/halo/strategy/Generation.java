package ink.dreamnet.halo.strategy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.strategy.Offers.Offer;
import ink.dreamnet.halo.strategy.StrategyAdvisor.Advice;
import ink.dreamnet.halo.strategy.StrategyAdvisor.Choice;
import ink.dreamnet.halo.task.FailedSteps;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.proposal.BlockedProposal;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.weakpoint.WeakPoint;

/// The generation of the tasks of one cycle, given what is known of earlier ones. Without side effects.
final class Generation {

    private static final String STABILIZE = "It keeps coming and going: find out what makes it unstable and remove "
            + "that, instead of repairing it once more";
    private static final String INSTRUCTION = "instruction";

    private final Map<String, Strategy> strategies;
    private final FailedSteps failed;
    private final List<StrategyStop> stops;
    private final StrategyAdvisor advisor;
    private final Offers offers = new Offers();

    /// @param strategies by their names
    /// @param advisor answers every choice with one of its offers
    Generation(Map<String, Strategy> strategies, FailedSteps failed, List<StrategyStop> stops,
            StrategyAdvisor advisor) {
        this.strategies = strategies;
        this.failed = failed;
        this.stops = stops;
        this.advisor = advisor;
    }

    /// What is to be chosen from, for one weak point and strategy.
    ///
    /// @param choice as the advisor sees it
    /// @param offers the same offers with their content
    private record Open(Choice choice, List<Offer> offers) {

        Offer offer(String step) {
            return offers.stream().filter(offer -> offer.step().equals(step)).findFirst().orElseThrow();
        }
    }

    /// As [TaskGeneration#generate].
    Generated generate(List<WeakPoint> weakPoints, UUID cycleId) {
        List<Open> open = new ArrayList<>();
        List<BlockedProposal> blocked = new ArrayList<>();
        for (WeakPoint weakPoint : weakPoints) {
            int answers = open.size() + blocked.size();
            strategies.forEach((name, strategy) -> {
                List<String> before = failed.of(weakPoint.id(), name);
                List<Offer> left = left(offers.of(name, strategy, weakPoint), before);
                Optional<StrategyStop> stop = left.isEmpty() ? Optional.empty() : stop(name, weakPoint);
                if (stop.isPresent()) {
                    blocked.add(new BlockedProposal(weakPoint.id(), stop.get().sentence()));
                } else if (!left.isEmpty()) {
                    open.add(new Open(new Choice(weakPoint, name, before, left.stream().map(Offer::shown).toList()),
                            left));
                } else if (!before.isEmpty() && !offers.failed(name)) {
                    blocked.add(new BlockedProposal(weakPoint.id(), atItsEnd(name, before.size())));
                }
            });
            if (open.size() + blocked.size() == answers) {
                blocked.add(new BlockedProposal(weakPoint.id(), unanswered(weakPoint)));
            }
        }
        return new Generated(drafts(open, cycleId), blocked);
    }

    /// @return what did not fail yet; a human is called only where nothing else is left
    private static List<Offer> left(List<Offer> offers, List<String> before) {
        List<Offer> left = offers.stream().filter(offer -> !before.contains(offer.step())).toList();
        List<Offer> without = left.stream().filter(offer -> !offer.step().equals(RepairStep.PAGE_HUMAN)).toList();
        return without.isEmpty() ? left : without;
    }

    private static String atItsEnd(String strategy, int failures) {
        return "strategy %s has nothing more to offer: %d %s did not help".formatted(strategy, failures,
                failures == 1 ? "repair" : "repairs");
    }

    private String unanswered(WeakPoint weakPoint) {
        String broken = strategies.keySet().stream().filter(offers::failed).collect(Collectors.joining(", "));
        return broken.isEmpty()
                ? "no strategy has a repair for " + weakPoint.code()
                : "what could be proposed is not known: %s failed to answer".formatted(broken);
    }

    private Optional<StrategyStop> stop(String strategy, WeakPoint weakPoint) {
        return stops.stream()
                .filter(stop -> stop.strategy().equals(strategy) && stop.code().equals(weakPoint.code())).findFirst();
    }

    private List<TaskDraft> drafts(List<Open> open, UUID cycleId) {
        List<Advice> advices = advisor.advise(open.stream().map(Open::choice).toList());
        List<TaskDraft> drafts = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            drafts.add(draft(open.get(i), advices.get(i), cycleId));
        }
        return drafts;
    }

    private static TaskDraft draft(Open open, Advice advice, UUID cycleId) {
        Choice choice = open.choice();
        WeakPoint weakPoint = choice.weakPoint();
        Offer offer = open.offer(advice.step());
        Proposal proposal = offer.proposal();
        return new TaskDraft(
                new TaskContent(proposal.type(), proposal.targetAgents(),
                        payload(weakPoint, offer, choice.failedBefore())),
                choice.strategy(), new RepairStep(offer.step(), offer.rung(), choice.failedBefore()), weakPoint.id(),
                weakPoint.code(), weakPoint.subject(), weakPoint.severity(), cycleId, advice.why(),
                proposal.proposedBy());
    }

    /// What the agent gets knows only here what was tried before it.
    private static Map<String, Object> payload(WeakPoint weakPoint, Offer offer, List<String> failedBefore) {
        Map<String, Object> payload = new LinkedHashMap<>(offer.proposal().payload());
        if (weakPoint.flapping()) {
            payload.put("stabilize", true);
            if (offer.rung() == 0) {
                payload.put(INSTRUCTION, STABILIZE);
            }
        }
        if (!failedBefore.isEmpty()) {
            payload.put("failedBefore", failedBefore);
            payload.computeIfPresent(INSTRUCTION, (name, instruction) -> "What was tried before did not help (%s). %s"
                    .formatted(String.join(", ", failedBefore), instruction));
        }
        return payload;
    }
}

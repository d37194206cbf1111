package ink.dreamnet.halo.resonance.dreamnet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.trait.Entities;
import ink.dreamnet.halo.memory.trait.EntityKind;
import ink.dreamnet.halo.memory.trait.EntityView;
import ink.dreamnet.halo.memory.trait.Trait;
import ink.dreamnet.halo.memory.trait.TraitKey;
import ink.dreamnet.halo.resonance.insight.Insights;
import org.springframework.stereotype.Component;

/// DreamNet's own rules over the traits as HALO has them, beside HALO's own insights. HALO knows no spores, so that `spores.high-demand` never
/// holds.
@Component
class DreamNetRules {

    /// How many insights DreamNet keeps.
    static final int KEPT = 100;
    private static final double FAILING = 0.4;
    private static final double NEEDING_SUPPORT = 0.45;
    private static final double HIGH_PERFORMING = 0.75;
    private static final int CLUSTER = 2;
    private static final int NAMED = 5;

    private final Entities entities;
    private final Insights insights;

    DreamNetRules(Entities entities, Insights insights) {
        this.entities = entities;
        this.insights = insights;
    }

    /// @return what holds now, the newest first, at most 100
    List<DreamNetInsight> compute() {
        List<DreamNetInsight> found = new ArrayList<>();
        List<EntityView> failing = entities.below(EntityKind.ENDPOINT, TraitKey.RELIABILITY, FAILING,
                PageQuery.MAX_LIMIT);
        if (failing.size() >= CLUSTER) {
            found.add(insight("endpoints.cluster-failing", "%d endpoints are unreliable: %s", failing,
                    "Look for what they have in common", Severity.HIGH));
        }
        List<EntityView> weak = entities.below(EntityKind.AGENT, TraitKey.RELIABILITY, NEEDING_SUPPORT,
                PageQuery.MAX_LIMIT);
        if (!weak.isEmpty()) {
            found.add(insight("agents.needing-support", "%d agents are often not there: %s", weak,
                    "Revive or replace them, or give them less to do", Severity.MEDIUM));
        }
        List<EntityView> good = entities.above(EntityKind.SQUAD, TraitKey.RELIABILITY, HIGH_PERFORMING,
                PageQuery.MAX_LIMIT);
        if (!good.isEmpty()) {
            found.add(insight("squads.high-performing", "%d squads are reliable: %s", good,
                    "Route more work to them", Severity.LOW));
        }
        insights.open(KEPT).forEach(insight -> found.add(DreamNetInsight.of(insight)));
        found.sort(Comparator.comparing(DreamNetInsight::createdAt).reversed());
        return List.copyOf(found.subList(0, Math.min(KEPT, found.size())));
    }

    private static DreamNetInsight insight(String pattern, String sentence, List<EntityView> entities, String action,
            Severity severity) {
        List<String> ids = entities.stream().map(EntityView::id).toList();
        String names = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())))
                + (ids.size() > NAMED ? " …" : "");
        Instant since = entities.stream().map(DreamNetRules::changedAt).max(Comparator.naturalOrder()).orElseThrow();
        return DreamNetInsight.of(pattern, sentence.formatted(ids.size(), names), action,
                entities.getFirst().kind().wire(), ids, severity, since);
    }

    private static Instant changedAt(EntityView entity) {
        return entity.traits().stream().filter(trait -> trait.key() == TraitKey.RELIABILITY).map(Trait::changedAt)
                .findFirst().orElse(entity.changedAt());
    }
}

package ink.dreamnet.halo.memory.effect;

import java.time.Clock;
import java.util.List;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.memory.ledger.LedgerListener;
import ink.dreamnet.halo.memory.ledger.MemoryProperties;
import ink.dreamnet.halo.memory.ledger.RepairLedger;
import ink.dreamnet.halo.strategy.StrategyAdvisor;
import ink.dreamnet.halo.weakpoint.WeakPointAges;
import tools.jackson.databind.json.JsonMapper;

/// What works, as a ledger in memory shows. Not for use by several threads at once.
public final class EffectsInMemory implements LedgerListener, StrategyAdvisor {

    private final Effects effects;
    private final Advisor advisor;
    private final EffectTable table;

    public EffectsInMemory(RepairLedger ledger, DeclaredSubjects declared, WeakPointAges weakPoints,
            MemoryProperties properties, JsonMapper json, Clock clock) {
        EffectStore store = new EffectRowsInMemory();
        this.effects = new Effects(ledger, store, json, clock);
        this.advisor = new Advisor(store, declared, weakPoints, properties, clock);
        this.table = new EffectTable(store, clock);
    }

    @Override
    public void cycleRecorded() {
        effects.cycleRecorded();
    }

    @Override
    public List<Advice> advise(List<Choice> choices) {
        return advisor.advise(choices);
    }

    /// @return the first 200 repairs, as `GET /api/halo/memory/strategies` shows them
    public List<?> strategies() {
        return table.page(null, null, null, new PageQuery(PageQuery.MAX_LIMIT, null)).items();
    }
}

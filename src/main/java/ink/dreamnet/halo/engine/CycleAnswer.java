package ink.dreamnet.halo.engine;

import ink.dreamnet.halo.cycle.RecordedCycle;

/// The answer that carries one cycle.
record CycleAnswer(boolean ok, CycleView cycle) {

    static CycleAnswer of(CycleView cycle) {
        return new CycleAnswer(true, cycle);
    }

    static CycleAnswer of(RecordedCycle cycle) {
        return of(CycleView.of(cycle));
    }
}

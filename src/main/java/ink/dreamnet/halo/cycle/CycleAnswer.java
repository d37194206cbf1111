package ink.dreamnet.halo.cycle;

/// The answer that carries one cycle.
public record CycleAnswer(boolean ok, CycleView cycle) {

    public static CycleAnswer of(CycleView cycle) {
        return new CycleAnswer(true, cycle);
    }
}

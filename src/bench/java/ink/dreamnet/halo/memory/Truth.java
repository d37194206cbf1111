package ink.dreamnet.halo.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What repairs really do in the simulated world, which HALO does not know. It differs by code and by site, and changes in the middle.
final class Truth {

    /// The repairs, the mildest first.
    static final List<String> STEPS = List.of("restart", "clear-cache", "roll-back", "scale-up");
    /// Of the sites that a repair has cured, how many are down again within a day.
    static final double RELAPSE = 0.02;

    private static final Map<String, List<Double>> CURES = new LinkedHashMap<>();

    static {
        CURES.put("site.down", List.of(0.30, 0.10, 0.98, 0.55));
        CURES.put("site.slow", List.of(0.80, 0.45, 0.60, 0.20));
        CURES.put("site.error", List.of(0.15, 0.25, 0.05, 0.90));
    }

    private static final List<Double> AFTER_THE_CHANGE = List.of(0.15, 0.90, 0.05, 0.20);
    private static final List<Double> ODD_AND_SLOW = List.of(0.45, 0.92, 0.60, 0.20);
    private static final List<Double> HARM = List.of(0.005, 0.0, 0.01, 0.01);
    private static final double HARM_OF_SCALING_WHAT_IS_DOWN = 0.15;

    private Truth() {
    }

    /// @return the kinds of weak points
    static List<String> codes() {
        return List.copyOf(CURES.keySet());
    }

    /// @param odd whether the site is one of the third for which another repair is the best one against slowness
    /// @param changed whether the middle of the simulation is over, when another repair becomes the best one against errors
    /// @return the probability that the repair ends the outage at once
    static double cure(String code, String step, boolean odd, boolean changed) {
        List<Double> cures = code.equals("site.slow") && odd
                ? ODD_AND_SLOW
                : code.equals("site.error") && changed ? AFTER_THE_CHANGE : Objects.requireNonNull(CURES.get(code));
        return (1 - harm(code, step)) * cures.get(STEPS.indexOf(step));
    }

    /// @return the probability that something worse follows
    static double harm(String code, String step) {
        return code.equals("site.down") && step.equals("scale-up")
                ? HARM_OF_SCALING_WHAT_IS_DOWN
                : HARM.get(STEPS.indexOf(step));
    }

    /// @return the probability of a cure by the best repair, harm counted twice as HALO does
    static String best(String code, boolean odd, boolean changed) {
        return STEPS.stream().max((one, other) -> Double.compare(worth(code, one, odd, changed),
                worth(code, other, odd, changed))).orElseThrow();
    }

    private static double worth(String code, String step, boolean odd, boolean changed) {
        return cure(code, step, odd, changed) - 2 * harm(code, step);
    }
}

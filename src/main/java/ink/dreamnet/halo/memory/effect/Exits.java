package ink.dreamnet.halo.memory.effect;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How many weak points of a stratum left the comparison when, and how.
///
/// @param healed how many were healed, by slice of the horizon
/// @param censored of how many it is not known, by slice
/// @param stayed how many were still there at the end
record Exits(List<Integer> healed, List<Integer> censored, int stayed) {

    static final Exits NONE = new Exits(zeros(), zeros(), 0);

    private static List<Integer> zeros() {
        return Collections.nCopies(Exit.SLICES, 0);
    }

    /// @param sign 1 to add, −1 to take out
    Exits plus(Exit exit, int sign) {
        return switch (exit.kind()) {
            case HEALED -> new Exits(plus(healed, exit.slice(), sign), censored, stayed);
            case CENSORED -> new Exits(healed, plus(censored, exit.slice(), sign), stayed);
            case STAYED -> new Exits(healed, censored, stayed + sign);
        };
    }

    private static List<Integer> plus(List<Integer> counts, int slice, int sign) {
        Integer[] changed = counts.toArray(Integer[]::new);
        changed[slice] += sign;
        return List.of(changed);
    }

    /// @return both together
    Exits plus(Exits other) {
        return new Exits(sum(healed, other.healed), sum(censored, other.censored), stayed + other.stayed);
    }

    private static List<Integer> sum(List<Integer> one, List<Integer> other) {
        Integer[] sum = new Integer[Exit.SLICES];
        Arrays.setAll(sum, slice -> one.get(slice) + other.get(slice));
        return List.of(sum);
    }

    boolean isEmpty() {
        return equals(NONE);
    }

    /// @return its numbers, healed and censored by slice, then those that stayed, joined by commas
    String text() {
        return Stream.of(healed, censored, List.of(stayed)).flatMap(List::stream).map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    static Exits parse(String text) {
        List<Integer> all = Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
        return new Exits(List.copyOf(all.subList(0, Exit.SLICES)),
                List.copyOf(all.subList(Exit.SLICES, 2 * Exit.SLICES)), all.get(2 * Exit.SLICES));
    }
}

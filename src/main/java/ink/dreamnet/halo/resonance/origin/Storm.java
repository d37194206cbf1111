package ink.dreamnet.halo.resonance.origin;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.resonance.pattern.Finding;
import ink.dreamnet.halo.resonance.pattern.Findings;
import org.jspecify.annotations.Nullable;

/// A storm under way: who fell in it, and who is not up again.
final class Storm {

    private static final String PATTERN = "storm";
    private static final int MOST_NAMED = 50;
    /// Whoever explains less than half of a storm is not its origin.
    private static final double MOST_OF_IT = 0.5;

    private final String key;
    private final Set<Integer> down = new LinkedHashSet<>();
    private final Set<Integer> fallen = new LinkedHashSet<>();
    private long lastMs;
    private @Nullable Finding reported;

    /// @param atMs when it was seen first, in ms since 1970
    Storm(long atMs) {
        this.key = Long.toString(atMs);
    }

    /// Notes who fell.
    ///
    /// @param onsets who fell in this cycle
    /// @param before who fell shortly before
    /// @param weak who is weak now: others are up again
    void fall(Collection<Integer> onsets, Collection<Integer> before, Set<Integer> weak, long atMs) {
        if (!onsets.isEmpty()) {
            lastMs = atMs;
        }
        Stream.concat(before.stream(), onsets.stream()).forEach(each -> {
            fallen.add(each);
            if (weak.contains(each)) {
                down.add(each);
            }
        });
    }

    /// Notes who is up again.
    void recovered(Collection<Integer> subjects) {
        subjects.forEach(down::remove);
    }

    /// @return when somebody fell in it last, in ms since 1970
    long lastMs() {
        return lastMs;
    }

    /// @return who is not up again, in the order in which they fell
    List<Integer> members() {
        return List.copyOf(down);
    }

    /// @return whether at most one is not up again
    boolean over() {
        return down.size() < 2;
    }

    /// Reports the storm where it is not what it was, or that it is over.
    void report(List<Incident> incidents, Findings findings) {
        if (over()) {
            findings.end(PATTERN, key);
            return;
        }
        int first = down.iterator().next();
        Finding now = finding(incidents.stream().filter(each -> each.members().contains(first)).findFirst()
                .map(Incident::candidates).orElse(List.of()));
        if (!now.equals(reported)) {
            findings.report(now);
            reported = now;
        }
    }

    private Finding finding(List<Candidate> candidates) {
        Candidate origin = candidates.isEmpty() ? null : candidates.getFirst();
        Set<Integer> named = new LinkedHashSet<>();
        String sentence = "%d subjects fell within minutes of each other, and nothing stands out as their origin.";
        if (origin != null && origin.score() >= (1 + MOST_OF_IT) / 2) {
            named.add(origin.subject());
            sentence = "%d subjects fell within minutes of each other; {0} is the likely origin: "
                    + origin.why().replace("%", "%%") + ".";
        }
        down.stream().limit(MOST_NAMED).forEach(named::add);
        return new Finding(PATTERN, key, List.copyOf(named), Double.NaN, Severity.HIGH,
                sentence.formatted(fallen.size()),
                Map.of("n", fallen.size(), "open", down.size(), "lastOnsetMs", lastMs), List.of(lastMs),
                List.of("Look at the likely origin first, or at what they have in common",
                        "Decide on the one repair that is proposed; the others wait for what becomes of it"));
    }
}

package ink.dreamnet.halo.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// The versions that a service reported lately, and the rule that distinguishes a deploy from a mixture: behind a load balancer old
/// and new instances answer by turns while a deploy rolls, or for days where one is a canary. Immutable.
///
/// - The first version that is ever seen is no deploy.
/// - A version that was not seen within the last 24 hours is one, at its first answer.
/// - One that was and comes back is one (it was rolled back, or a canary rolled out) as soon as it is all that is seen for 2
///   minutes and 10 answers. Until then it is a mixture.
///
/// @param current the version of the last answer
/// @param since since when the answers have it, without a break
/// @param looks how many answers have it
/// @param deployed the version that was last deployed
/// @param seen what was seen within the last 24 hours, the current one included
record VersionHistory(ReportedVersion current, Instant since, int looks, ReportedVersion deployed, List<Seen> seen) {

    static final Duration MEMORY = Duration.ofHours(24);
    static final Duration SETTLED = Duration.ofMinutes(2);
    static final int SETTLED_ANSWERS = 10;
    private static final int MOST = 20;

    /// A version and when it was last seen.
    record Seen(ReportedVersion version, Instant at) {
    }

    /// The result of an answer.
    ///
    /// @param versions what is known now
    /// @param before the version that was deployed before; null where there was no deploy since the previous answer
    record Step(VersionHistory versions, @Nullable ReportedVersion before) {
    }

    static VersionHistory first(ReportedVersion version, Instant now) {
        return new VersionHistory(version, now, 1, version, List.of(new Seen(version, now)));
    }

    /// Adds an answer. Without side effects.
    Step add(ReportedVersion version, Instant now) {
        List<Seen> others = new ArrayList<>(seen);
        others.removeIf(each -> each.at().isBefore(now.minus(MEMORY)));
        boolean known = version.equals(deployed) || others.removeIf(each -> each.version().equals(version));
        others.removeIf(each -> each.version().equals(version));
        others.add(new Seen(version, now));
        others.sort(Comparator.comparing(Seen::at).reversed());
        boolean goesOn = version.equals(current);
        Instant begun = goesOn ? since : now;
        int count = goesOn ? looks + 1 : 1;
        boolean settled = count >= SETTLED_ANSWERS && Duration.between(begun, now).compareTo(SETTLED) >= 0;
        boolean deploy = !known || settled && !version.equals(deployed);
        return new Step(new VersionHistory(version, begun, count, deploy ? version : deployed,
                List.copyOf(others.subList(0, Math.min(MOST, others.size())))), deploy ? deployed : null);
    }
}

package ink.dreamnet.halo.squad;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.source.SourceState;

/// The codes and the descriptions of the issues about squads.
final class SquadIssues {

    static final String FAILING = "squad.failing";
    static final String SLOW = "squad.slow";
    static final String SLOWER_THAN_PEERS = "squad.slower-than-peers";
    static final String BACKLOG = "squad.backlog-growing";
    static final String UNEVEN = "squad.load-uneven";
    static final String SOURCE_FAILED = "squad.source.failed";

    /// What can be wrong with a squad itself.
    static final List<String> OF_SQUADS = List.of(FAILING, SLOW, SLOWER_THAN_PEERS, BACKLOG, UNEVEN);
    /// Squad Builder as a thing that can fail.
    static final SubjectRef SQUAD_BUILDER = new SubjectRef(SubjectKind.ENDPOINT, "squad-builder");

    private SquadIssues() {
    }

    /// @param squads how many squads have their numbers from it
    /// @param counted whether it gave their numbers all the same, and only its list of squads is missing
    static Issue sourceFailed(String reason, int squads, boolean counted, SourceState lastAnswer, Instant now) {
        Map<String, Object> data = new HashMap<>(lastAnswer.evidence(now));
        data.put("reason", reason);
        data.put("squads", squads);
        return Issue.of(SOURCE_FAILED, Severity.HIGH, SQUAD_BUILDER,
                "The squads of Squad Builder could not be pulled: %s; %s".formatted(reason, counted
                        ? "their numbers were, but not their names and members, nor which ones are gone"
                        : "nothing newer is known of what it said of %d".formatted(squads)),
                data);
    }

    /// @return the common part of an issue's evidence: the squad and the time that was judged
    static Map<String, Object> evidence(SquadActivity activity, long fromMs, long toMs) {
        Map<String, Object> data = new HashMap<>();
        data.put("name", activity.squad().name());
        data.put("origin", activity.series().origin().wire());
        data.put("from", Instant.ofEpochMilli(fromMs).toString());
        data.put("to", Instant.ofEpochMilli(toMs).toString());
        return data;
    }

    /// Reports an issue of a squad, and what to do about it.
    static void report(AnalyzerResult.Builder result, String code, Severity severity, SquadActivity activity,
            String what,
            Map<String, Object> data) {
        result.issue(Issue.of(code, severity, activity.squad().subject(),
                "Squad '%s' %s".formatted(activity.squad().name(), what), data), "optimize-squad",
                SquadAdvice.of(code));
    }

    /// Declares that too little is known to judge a squad by one code.
    static void unknown(AnalyzerResult.Builder result, String code, SquadActivity activity) {
        result.observedExcept(activity.squad().subject(), List.of(code));
    }

    /// @return a number with at most four digits after the point, as evidence
    static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    static String duration(double millis) {
        Duration duration = Duration.ofMillis(Math.round(millis));
        if (duration.toHours() >= 48) {
            return duration.toDays() + " days";
        }
        if (duration.toMinutes() >= 120) {
            return duration.toHours() + " h";
        }
        if (duration.toSeconds() >= 120) {
            return duration.toMinutes() + " min";
        }
        return duration.toMillis() >= 10_000
                ? duration.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.0f ms", millis);
    }
}

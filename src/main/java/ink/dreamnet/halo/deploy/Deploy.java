package ink.dreamnet.halo.deploy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// A deploy, as it is recorded.
///
/// @param id time-ordered by the recording
/// @param service what was deployed
/// @param version which version of it
/// @param environment where; null where it is not known
/// @param at when it was done
/// @param recordedAt when HALO recorded it
/// @param recordedBy who reported it
/// @param source how it was reported
/// @param commit the commit that it was made of, or null
/// @param url where a person can read more, or null
/// @param subjects the subjects that were named with it, in their order
public record Deploy(UUID id, String service, String version, @Nullable String environment, Instant at,
        Instant recordedAt, String recordedBy, DeploySource source, @Nullable String commit, @Nullable String url,
        List<SubjectRef> subjects) {

    /// @return a short description: `shop 1.4.2 to production`
    public String describe() {
        return service + " " + version + (environment == null ? "" : " to " + environment);
    }

    /// @return whether a report of the same source repeats this deploy; it may have less than is known by now
    boolean isRepeatedBy(DeployReport report) {
        return service.equals(report.service()) && version.equals(report.version())
                && (report.environment() == null || report.environment().equals(environment));
    }

    /// @return whether a report of another source may be of this deploy
    boolean mayBeReportedBy(DeployReport report) {
        return service.equals(report.service()) && sameVersion(report) && sameEnvironment(report);
    }

    /// @return this deploy, completed by what only the report has
    Deploy completedBy(DeployReport report) {
        return new Deploy(id, service, version, environment == null ? report.environment() : environment, at,
                recordedAt, recordedBy, source, commit == null ? report.commit() : commit,
                url == null ? report.url() : url, subjects.isEmpty() ? List.copyOf(report.subjects()) : subjects);
    }

    /// @return whether a report may be of the environment of this deploy
    boolean sameEnvironment(DeployReport report) {
        return environment == null || report.environment() == null || environment.equals(report.environment());
    }

    /// @return whether a report is of the version of this deploy, which another source may name by its commit
    boolean sameVersion(DeployReport report) {
        return version.equals(report.version()) || sameCommit(commit, report.commit())
                || sameCommit(version, report.commit()) || sameCommit(commit, report.version());
    }

    /// @return whether two ids of commits are one, the shorter of which may be cut to 7 digits
    private static boolean sameCommit(@Nullable String one, @Nullable String other) {
        return one != null && other != null && Math.min(one.length(), other.length()) >= 7
                && one.matches("[0-9a-f]+") && other.matches("[0-9a-f]+")
                && (one.startsWith(other) || other.startsWith(one));
    }
}

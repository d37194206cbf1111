package ink.dreamnet.halo.deploy;

import org.jspecify.annotations.Nullable;

/// The version that a service reports.
///
/// @param version `build.version`; null where it is not reported
/// @param commit `git.commit.id`; null where it is not reported
record ReportedVersion(@Nullable String version, @Nullable String commit) {

    private static final int SHORT = 12;
    private static final int SHORTEST = 7;

    /// @param before what it reported before
    /// @return what the deploy that lies between is called
    String name(ReportedVersion before) {
        if (version == null) {
            return commit == null ? "unknown" : cut(commit, SHORT);
        }
        // a snapshot keeps its version from one build to the next
        return commit != null && version.equals(before.version()) ? version + "+" + cut(commit, SHORTEST) : version;
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /// @return a short description: `1.4.2 (f95f852)`
    String describe() {
        return version == null
                ? name(this)
                : version + (commit == null ? "" : " (" + cut(commit, SHORTEST) + ")");
    }
}

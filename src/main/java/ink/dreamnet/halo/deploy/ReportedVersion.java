package ink.dreamnet.halo.deploy;

import org.jspecify.annotations.Nullable;

/// What a service says that it is.
///
/// @param version `build.version`; null where it does not say
/// @param commit `git.commit.id`; null where it does not say
record ReportedVersion(@Nullable String version, @Nullable String commit) {

    private static final int SHORT = 12;
    private static final int SHORTEST = 7;

    /// @param before what it said before
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

    /// @return the same in words: `1.4.2 (f95f852)`
    String words() {
        return version == null
                ? name(this)
                : version + (commit == null ? "" : " (" + cut(commit, SHORTEST) + ")");
    }
}

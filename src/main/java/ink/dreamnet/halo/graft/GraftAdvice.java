package ink.dreamnet.halo.graft;

/// What to do about each kind of issue.
final class GraftAdvice {

    private GraftAdvice() {
    }

    /// @param code the code of an issue about a graft
    /// @return one sentence for whoever does it
    static String of(String code) {
        return switch (code) {
            case GraftIssues.FAILED -> "Find out why the graft failed, correct it, and install it again";
            case GraftIssues.STUCK -> "Find out what the graft waits for, and bring its installation to an end";
            case GraftIssues.VERSION -> "Install the desired version of the graft";
            case GraftIssues.FLAPPING -> "Find out what changes the graft's status again and again, and stop it";
            case GraftIssues.ENDPOINT_DOWN ->
                "Find out why the endpoint that the graft brought does not answer, and repair it";
            case GraftIssues.AGENT_DOWN -> "Find out why the agent that the graft brought is down, and repair it";
            default -> "Examine the graft";
        };
    }
}

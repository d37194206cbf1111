package ink.dreamnet.halo.squad;

/// What to do about each kind of issue.
final class SquadAdvice {

    private SquadAdvice() {
    }

    /// @param code the code of an issue about a squad
    /// @return one sentence for whoever does it
    static String of(String code) {
        return switch (code) {
            case SquadIssues.FAILING ->
                "Find out why the squad's tasks fail, and repair the agent or the task type that does";
            case SquadIssues.SLOW -> "Find out what has made the squad slower than it was, and undo it";
            case SquadIssues.SLOWER_THAN_PEERS -> "Compare the squad with faster ones, and give it what it lacks";
            case SquadIssues.BACKLOG -> "Give the squad more agents, or send it less, until its backlog shrinks";
            case SquadIssues.UNEVEN -> "Spread the squad's tasks evenly among its members";
            default -> "SquadActivity at the squad";
        };
    }
}

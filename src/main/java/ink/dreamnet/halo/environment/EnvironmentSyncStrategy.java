package ink.dreamnet.halo.environment;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.strategy.Ladder;
import ink.dreamnet.halo.strategy.LadderStrategy;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.task.AgentRole;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Component;

/// Environment sync strategy: creates tasks (`env.audit`) to sync environment variables. Names variables and files; a value it does not know.
@Component
class EnvironmentSyncStrategy implements LadderStrategy {

    private static final String TYPE = "env.audit";
    private static final Ladder LADDER = Ladder.startingWith("repair").thenPageHuman();

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        if (!weakPoint.analyzer().equals(EnvironmentConsistencyAnalyzer.NAME)
                || weakPoint.subject().kind() != SubjectKind.ENVIRONMENT) {
            return Optional.empty();
        }
        Map<String, Object> payload = Proposal.payload(weakPoint);
        payload.put("environment", weakPoint.subject().id());
        payload.put("severity", weakPoint.severity().wire());
        payload.put("instruction", instruction(weakPoint.code()));
        payload.put("variables", names(weakPoint, "variables"));
        payload.put("files", names(weakPoint, "files"));
        return LADDER.at(rung, new Proposal(TYPE, List.of(AgentRole.ENV_KEEPER), payload));
    }

    private static List<String> names(WeakPoint weakPoint, String member) {
        return weakPoint.data().get(member) instanceof List<?> list
                ? list.stream().map(String::valueOf).sorted().toList()
                : List.of();
    }

    private static String instruction(String code) {
        return switch (code) {
            case Codes.UNREADABLE -> "Make the sources of the environment readable for HALO, or correct its definition";
            case Codes.SCHEMA_INVALID -> "Correct the schema of the environment";
            case Codes.MISSING -> "Set the variables that the schema requires, or correct the schema";
            case Codes.EMPTY -> "Give the variables a value";
            case Codes.UNKNOWN -> "Correct the names of the variables, remove them, or add them to the schema";
            case Codes.WRONG_TYPE -> "Give the variables values of the type that the schema names";
            case Codes.DEPRECATED -> "Replace the deprecated variables by their successors";
            case Codes.MALFORMED -> "Correct the lines so that every reader reads them alike";
            case Codes.DUPLICATE -> "Leave each variable once in its file";
            case Codes.PLACEHOLDER -> "Put real values in the place of the placeholders";
            case Codes.SUSPECT ->
                "Put in the values that were meant: a host that others reach, a value instead of a name"
                        + " of a variable";
            case Codes.DRIFT ->
                "Set the variables here too, or remove them from the other environments, or add them to the schema";
            case Codes.NOT_EQUAL -> "Give the variables the same value in the environments that the rule names";
            case Codes.NOT_DIFFERENT ->
                "Give each environment a value of its own, and rotate secrets of production that were elsewhere";
            case Codes.NOT_EVERYWHERE -> "Set the variables in every environment that the rule names";
            case Codes.WORLD_READABLE ->
                "Take the permission to read the files from others (chmod o-rwx), and rotate the secrets if others could have read them";
            case Codes.COMMITTED ->
                "Remove the files from git and from its history, add them to .gitignore, and rotate their secrets";
            default -> "Find out what is wrong with the environment and correct it";
        };
    }
}

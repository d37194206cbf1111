package ink.dreamnet.halo.repo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.repo.integrity.IntegrityCodes;
import ink.dreamnet.halo.strategy.Ladder;
import ink.dreamnet.halo.strategy.LadderStrategy;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.task.AgentRole;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Component;

/// Code quality strategy: creates tasks (`code.quality`) to improve code quality.
@Component
class CodeQualityStrategy implements LadderStrategy {

    private static final String TYPE = "code.quality";
    private static final Ladder LADDER = Ladder.startingWith("repair").thenPageHuman();

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        if (!weakPoint.analyzer().equals(RepositoryIntegrityAnalyzer.NAME)
                || weakPoint.subject().kind() != SubjectKind.REPOSITORY) {
            return Optional.empty();
        }
        Map<String, Object> payload = Proposal.payload(weakPoint, "url", "path", "branch");
        payload.put("repositoryId", weakPoint.subject().id());
        payload.put("severity", weakPoint.severity().wire());
        payload.put("instruction", instruction(weakPoint.code()));
        payload.put("files", named(weakPoint, "findings", "path"));
        if (weakPoint.code().equals(IntegrityCodes.CHECK_FAILED)) {
            payload.put("checks", named(weakPoint, "checks", "name"));
        }
        return LADDER.at(rung, new Proposal(TYPE, List.of(AgentRole.BUILD_KEEPER), payload));
    }

    private static List<String> named(WeakPoint weakPoint, String list, String member) {
        TreeSet<String> names = new TreeSet<>();
        if (weakPoint.data().get(list) instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map && map.get(member) instanceof String name) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }

    private static String instruction(String code) {
        return switch (code) {
            case IntegrityCodes.UNREACHABLE ->
                "HALO cannot get the repository: restore its server, its path or HALO's credentials";
            case IntegrityCodes.OBJECTS_MISSING, IntegrityCodes.OBJECTS_CORRUPT ->
                "The repository is damaged: fetch the objects from another clone, or restore it from a backup, then run git fsck";
            case IntegrityCodes.REFS_BROKEN ->
                "Set each broken ref to a commit that exists, or delete it, and see that HEAD names a branch";
            case IntegrityCodes.MERGE_UNRESOLVED -> "Resolve and commit the merge that was begun, or abort it";
            case IntegrityCodes.BRANCH_BEHIND, IntegrityCodes.BRANCH_DIVERGED ->
                "Bring the branch and its upstream together: merge or rebase, then push";
            case IntegrityCodes.INACTIVE ->
                "Nobody has committed for long: find out whether the repository is still needed, and archive it if not";
            case IntegrityCodes.SYMLINK_BROKEN, IntegrityCodes.SYMLINK_OUTSIDE ->
                "Let each symbolic link point to a file of the repository by a relative path, or remove it";
            case IntegrityCodes.SUBMODULE_UNRESOLVED ->
                "Make .gitmodules and the submodules of the commit agree, each with a path and a URL";
            case IntegrityCodes.CASE_COLLISION ->
                "Rename the paths that differ only in upper and lower case or in their Unicode form";
            case "repo.secret" ->
                "Whoever has a clone has these secrets: revoke each where it was issued and put a new one where it is used, "
                        + "outside of the repository; only then remove it from the files and from the history";
            case "repo.compose-invalid" ->
                "Name services, volumes, networks, secrets and configs as the compose files declare them, or declare them, until "
                        + "docker compose config accepts the files that belong together";
            case "repo.workflow-injection" ->
                "Give each such value to its step by env and use the variable, in quotes; let what a pull request proposes run on "
                        + "pull_request, without secrets and with a token that only reads";
            case IntegrityCodes.CHECK_FAILED ->
                "Run the checks that fail in a clean checkout, read the end of their output, and mend what they find";
            default -> Check.isIncrease(code)
                    ? "More was left undone than before: do it, or track it elsewhere, in the files where it rose"
                    : "Mend each finding in the files named; all of them: GET /api/halo/repositories/{id}/findings?code="
                            + code;
        };
    }
}

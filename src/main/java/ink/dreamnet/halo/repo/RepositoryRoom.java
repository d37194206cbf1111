package ink.dreamnet.halo.repo;

import java.util.List;

import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.repo.scan.Checks;
import org.jspecify.annotations.Nullable;

/// The parts that the looks at repositories are made of, which belong together.
record RepositoryRoom(RepositoryHomes homes, Checks checks, RepositoryInspector inspector, OwnChecks ownChecks) {

    /// @return what the numbers depend on that are counted in a repository, besides its commits
    String counted(WatchedRepository repository) {
        StringBuilder counted = new StringBuilder(repository.source()).append('\n').append(checks.versionsOfCounts());
        List<RepositorySpec.@Nullable ExcludeSpec> excluded = repository.spec().exclude();
        if (excluded != null) {
            excluded.stream()
                    .filter(each -> each != null && (each.code() == null || Check.isIncrease(each.code())))
                    .forEach(each -> counted.append('\n').append(each));
        }
        return RepositoryHomes.hash(counted.toString());
    }
}

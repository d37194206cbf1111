package ink.dreamnet.halo.repo;

import ink.dreamnet.halo.repo.scan.Checks;

/// The parts that the looks at repositories are made of, which belong together.
record RepositoryRoom(RepositoryHomes homes, Checks checks, RepositoryInspector inspector, OwnChecks ownChecks) {

    /// @return what the numbers depend on that are counted in a repository, besides its commits
    String counted(WatchedRepository repository) {
        return RepositoryHomes.hash(repository.source() + "\n" + checks.fingerprint());
    }
}

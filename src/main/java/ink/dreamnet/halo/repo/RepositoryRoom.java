package ink.dreamnet.halo.repo;

/// The parts that the looks at repositories are made of, which belong together.
record RepositoryRoom(RepositoryHomes homes, RepositoryInspector inspector, OwnChecks ownChecks) {
}

package ink.dreamnet.halo.core;

/// The kinds of things that HALO watches.
public enum SubjectKind implements Wire {
    AGENT, SQUAD, ENDPOINT, ENVIRONMENT, REPOSITORY, GRAFT
}

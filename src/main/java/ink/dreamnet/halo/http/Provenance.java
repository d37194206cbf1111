package ink.dreamnet.halo.http;

/// Who named a target of HALO's: it decides how far HALO connects for it, and how much of what it sees there is quoted.
public enum Provenance {
    /// HALO's configuration, or HALO itself.
    CONFIGURATION,
    /// Somebody else: a caller of the API, or a service whose list HALO pulls.
    OTHERS
}

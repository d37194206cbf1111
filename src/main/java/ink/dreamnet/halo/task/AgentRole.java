package ink.dreamnet.halo.task;

/// The names of DreamNet's agent roles that HALO's own strategies address.
public final class AgentRole {

    /// Revives agents and tunes squads.
    public static final String DREAM_OPS = "DreamOps";
    /// Repairs endpoints.
    public static final String DEPLOY_KEEPER = "DeployKeeper";
    /// Mends code and repositories.
    public static final String BUILD_KEEPER = "BuildKeeper";
    /// Puts environments right.
    public static final String ENV_KEEPER = "EnvKeeper";

    /// Repairs grafts.
    public static final String GRAFT_BUILDER = "GraftBuilder";

    private AgentRole() {
    }
}

package ink.dreamnet.halo.security;

/// Knows who decides, for decisions that reach HALO without a token of theirs.
@FunctionalInterface
public interface Operators {

    /// @return whether an operator of that name is let in at present; where no token is configured, everyone is
    boolean known(String name);
}

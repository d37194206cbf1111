package ink.dreamnet.halo.core;

/// What a caller may do; docs/security.md has the table.
public enum Role implements Wire {
    /// Reads.
    VIEWER,
    /// Registers and reports one agent, or those of one squad, and works on their tasks.
    AGENT,
    /// Sends signals, events and deploys.
    SOURCE,
    /// Runs cycles, decides on tasks, silences and pauses.
    OPERATOR,
    /// Defines the fleet, tokens, rules and standing approvals.
    ADMIN
}

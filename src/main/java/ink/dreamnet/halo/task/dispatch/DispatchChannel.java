package ink.dreamnet.halo.task.dispatch;

import java.util.List;

import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.task.SquadBuilderAgents.Candidate;

/// Brings a task to those who do it. To add a channel, make it a Spring bean and name it in `halo.dispatch.routes[]`.
public interface DispatchChannel {

    /// @return the channel's name in configuration and on the wire, at most 20 characters
    String name();

    /// Takes the next step with one task. Called on a thread that may wait; it must end within the configured timeout. The same
    /// delivery may be sent again after a failure or a crash, with the same keys.
    ///
    /// @return the result; never null, and nothing is thrown for what the target does
    /// @throws InterruptedException where HALO shuts down; the delivery is repeated after the next start
    DeliveryResult send(Delivery delivery, Destination target) throws InterruptedException;

    /// @return whether a target that has a task does nothing before a call of its own asks it to, and can be asked how it stands.
    ///         Then a first [#send] leads to [DeliveryResult.Stored], and the next ones name [Delivery#targetId]
    default boolean startsSeparately() {
        return false;
    }

    /// Finds out, before a task is approved and before it is sent, whether anybody at a target can do it.
    ///
    /// @param type the type of the task
    /// @param roles the agent roles that may do it, the best first
    default Candidate candidate(String type, List<String> roles, Destination target) {
        return new Candidate.Unknown("%s does not say who works for it".formatted(target));
    }

    /// Lists the agents that a task can be given to, where [#candidate] found that some are online.
    ///
    /// @param role their role
    /// @return their ids; none where the target chooses by itself
    default List<String> agents(String role) {
        return List.of();
    }
}

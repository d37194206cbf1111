package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/// For whom the caller of the request that is being served may speak. A token of an agent is for one agent or for those of one squad,
/// one of a source for what has its name; everyone else who is let in may speak for all.
public interface Authority {

    /// How often it is checked whether the reader of a stream is still let in: how long it goes on after their token was revoked, beside what
    /// it takes a replica to learn of that.
    Duration RECHECK = Duration.ofSeconds(2);

    /// Refuses a caller whose token is another agent's, with 403.
    ///
    /// @param agent the id of the agent that it speaks for
    /// @param squad the squad that the call puts it in; null where it says nothing of that
    void requireAgent(String agent, @Nullable String squad);

    /// Refuses a caller whose token is that of an agent of another squad, or of another squad, with 403.
    ///
    /// @param squad the squad that has the work; null where none has
    void requireSquad(@Nullable String squad);

    /// Refuses a caller whose token is another source's, with 403.
    ///
    /// @param source the name of what it reports: of a source of signals or events, or of a deployed service
    void requireSource(String source);

    /// Watches over an answer that takes long, such as a stream.
    ///
    /// @return tells whether the caller's token or session still lets them in; it may be asked as often as one likes by the thread that
    ///         serves the request, and checks every [#RECHECK]
    BooleanSupplier stillLetIn();
}

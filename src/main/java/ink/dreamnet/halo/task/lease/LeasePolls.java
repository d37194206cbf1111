package ink.dreamnet.halo.task.lease;

import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Knows which call of each agent waits for work. There is one for an agent, across replicas too: a call whose connection broke goes on
/// waiting here, and must not get what its agent would never see.
@Repository
class LeasePolls {

    private final JdbcClient jdbc;

    LeasePolls(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Begins to wait, in place of an earlier call. Not to be called in a transaction.
    ///
    /// @return names this call
    UUID begin(String agent) {
        UUID poll = Ids.next();
        if (replace(agent, poll) == 0) {
            try {
                jdbc.sql("insert into lease_poll (agent, id) values (?, ?)").params(agent, poll).update();
            } catch (DuplicateKeyException another) {
                replace(agent, poll);
            }
        }
        return poll;
    }

    private int replace(String agent, UUID poll) {
        return jdbc.sql("update lease_poll set id = ? where agent = ?").params(poll, agent).update();
    }

    /// @return whether no later call of the agent began or took its place
    boolean waits(String agent, UUID poll) {
        return jdbc.sql("select id from lease_poll where agent = ? and id = ?").params(agent, poll)
                .query(UUID.class).optional().isPresent();
    }

    /// Ends a call that waits.
    void end(String agent, UUID poll) {
        jdbc.sql("delete from lease_poll where agent = ? and id = ?").params(agent, poll).update();
    }

    /// Ends the call that waits for an agent, if there is one.
    void end(String agent) {
        jdbc.sql("delete from lease_poll where agent = ?").param(agent).update();
    }
}

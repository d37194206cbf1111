package ink.dreamnet.halo.wormhole;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.wormhole.ActionOutcomeStore.OutcomeView;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reports what an event set in motion, and why it set nothing else in motion.
@Component
public class RoutingReporter {

    private final ActionOutcomeStore outcomes;
    private final Wormholes wormholes;
    private final JdbcClient jdbc;

    RoutingReporter(ActionOutcomeStore outcomes, Wormholes wormholes, JdbcClient jdbc) {
        this.outcomes = outcomes;
        this.wormholes = wormholes;
        this.jdbc = jdbc;
    }

    /// A wormhole that an event does not go through.
    ///
    /// @param wormhole the wormhole
    /// @param why as half a sentence
    public record Unmatched(String wormhole, String why) {
    }

    /// @param routing `pending`, `done` or `none`
    public record Report(String routing, List<OutcomeView> wormholes, List<Unmatched> unmatched) {
    }

    /// @param event an event that is kept
    public Report of(WormholeEvent event) {
        if (event.direction() == Direction.OUT) {
            return new Report("none", List.of(), List.of());
        }
        // first: what is routed in between must not seem routed without an outcome
        boolean waits = waits(event);
        List<OutcomeView> done = outcomes.of(event.id());
        List<Unmatched> unmatched = new ArrayList<>();
        for (Wormhole wormhole : wormholes.all()) {
            String mismatch = wormhole.enabled() ? wormhole.match().mismatch(event) : "it is disabled";
            if (mismatch != null && done.stream().noneMatch(one -> one.wormhole().equals(wormhole.id()))) {
                unmatched.add(new Unmatched(wormhole.id(), mismatch));
            }
        }
        return new Report(waits ? "pending" : "done", done, unmatched);
    }

    private boolean waits(WormholeEvent event) {
        return jdbc.sql("""
                select count(*) from wormhole_event e join wormhole_intake i on i.id = e.intake where e.id = ?""")
                .param(event.id()).query(Long.class).single() > 0;
    }
}

package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.WormholeEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Tells what became of an event, and why nothing else did.
@Component
class RoutingReporter {

    private final ActionOutcomeStore outcomes;
    private final Wormholes wormholes;
    private final JdbcClient jdbc;

    RoutingReporter(ActionOutcomeStore outcomes, Wormholes wormholes, JdbcClient jdbc) {
        this.outcomes = outcomes;
        this.wormholes = wormholes;
        this.jdbc = jdbc;
    }

    /// @param outcome `done`, `held` (fires at the end of the cool-down), `skipped` or `failed`
    record Outcome(String wormhole, String action, String outcome, @Nullable String detail, Instant at) {
    }

    /// @param why as half a sentence
    record Unmatched(String wormhole, String why) {
    }

    /// @param routing `pending`, `done` or `none`
    record Fate(String routing, List<Outcome> wormholes, List<Unmatched> unmatched) {
    }

    Fate of(WormholeEvent event) {
        if (event.direction() == Direction.OUT) {
            return new Fate("none", List.of(), List.of());
        }
        List<Outcome> done = outcomes.of(event.id()).stream().map(row -> new Outcome(row.wormhole(), row.action(),
                row.outcome(), row.detail(), row.at())).toList();
        List<Unmatched> unmatched = new ArrayList<>();
        for (Wormhole wormhole : wormholes.all()) {
            String objection = wormhole.enabled() ? wormhole.match().objection(event) : "it is disabled";
            if (objection != null && done.stream().noneMatch(one -> one.wormhole().equals(wormhole.id()))) {
                unmatched.add(new Unmatched(wormhole.id(), objection));
            }
        }
        return new Fate(waits(event) ? "pending" : "done", done, unmatched);
    }

    private boolean waits(WormholeEvent event) {
        return jdbc.sql("""
                select count(*) from wormhole_event e join wormhole_intake i on i.id = e.intake where e.id = ?""")
                .param(event.id()).query(Long.class).single() > 0;
    }
}

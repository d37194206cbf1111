import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.support.TaskReceiver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every replica must say when all faults are over: that the audit trail is whole, and who is let in.
final class Afterwards {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// For how long what goes on in the background may take.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Postgres postgres;
    private final Ledger ledger;
    private final List<Replica> replicas;
    private final TaskReceiver bus;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<String> seen = new ArrayList<>();

    Afterwards(Postgres postgres, Ledger ledger, List<Replica> replicas, TaskReceiver bus) {
        this.postgres = postgres;
        this.ledger = ledger;
        this.replicas = replicas;
        this.bus = bus;
    }

    /// @return what was compared, a line for each
    List<String> judge() throws SQLException, InterruptedException {
        trail();
        announced();
        tokens();
        return seen;
    }

    private void trail() throws SQLException, InterruptedException {
        if (!reached("select count(*) from audit_entry where link is null and at < now() - interval '10 seconds'")) {
            Report.violation("entries of the audit trail were never sealed");
        }
        List<String> ends = postgres.query("""
                select count(link), count(distinct link), coalesce(max(link), 0), coalesce(min(link), 1), count(*)
                from audit_entry where link is not null""").getFirst();
        if (Set.copyOf(ends.subList(0, 3)).size() != 1 || !ends.get(3).equals("1")) {
            Report.violation("the links of the audit trail (number, different, last, first) are " + ends);
        }
        for (Replica replica : replicas) {
            String head = null;
            long checked = 0;
            String after = "";
            do {
                JsonNode found = get(replica, "/api/halo/audit/verify" + after).get("verification");
                checked += found.get("checked").asLong();
                if (!found.get("intact").asBoolean()) {
                    Report.violation("%s finds the audit trail broken: %s".formatted(replica.name, found));
                    break;
                }
                head = found.get("head").toString();
                after = found.get("complete").asBoolean() ? "" : "?after=" + found.get("next").asLong();
            } while (!after.isEmpty());
            JsonNode audit = get(replica, "/actuator/health").at("/components/audit/status");
            if (audit.asString("").equals("DEGRADED")) {
                Report.violation("%s says that the audit trail was changed".formatted(replica.name));
            }
            seen.add("%s verified %d entries of the audit trail, up to %s".formatted(replica.name, checked, head));
        }
        // what was acknowledged is in the trail
        for (Map.Entry<String, Set<String>> changed : Map.of("task.approved", ledger.approved, "task.rejected",
                ledger.rejected).entrySet()) {
            Set<String> recorded = column("select subject_id from audit_entry where action = '%s'".formatted(
                    changed.getKey()));
            changed.getValue().stream().filter(id -> !recorded.contains(id)).forEach(id -> Report.violation(
                    "%s of %s was acknowledged and is not in the audit trail".formatted(changed.getKey(), id)));
        }
    }

    /// Every event that HALO announced is at the sink, at least once.
    private void announced() throws SQLException, InterruptedException {
        if (!reached("select count(*) from wormhole_event where direction = 'out' and position is null")) {
            Report.violation("events that HALO announced never got a position");
        }
        Set<String> announced = column("select id from wormhole_event where direction = 'out'");
        Set<String> missing = new HashSet<>(announced);
        Instant deadline = Instant.now().plus(PATIENCE);
        do {
            missing.removeAll(bus.requests().stream().map(TaskReceiver.Request::id).collect(Collectors.toSet()));
            Setup.pause(1_000);
        } while (!missing.isEmpty() && Instant.now().isBefore(deadline));
        if (!missing.isEmpty()) {
            Report.violation("%d of %d announced events never reached the sink, for example %s".formatted(missing.size(),
                    announced.size(), missing.iterator().next()));
        }
        seen.add("%d announced events reached the sink, in %d requests".formatted(announced.size() - missing.size(),
                bus.requests().size()));
    }

    private void tokens() throws InterruptedException {
        for (Replica replica : replicas) {
            ledger.tokens.forEach((secret, holds) -> letIn(replica, "Authorization", "Bearer " + secret, holds));
            ledger.sessions.forEach((cookie, holds) -> letIn(replica, "Cookie", cookie, holds));
        }
        seen.add("%d tokens that hold, %d that were revoked, %d sessions, on each replica".formatted(
                ledger.tokens.values().stream().filter(holds -> holds).count(),
                ledger.tokens.values().stream().filter(holds -> !holds).count(), ledger.sessions.size()));
    }

    /// On a machine without tokens a session is known by its name in the bar of a page, a token by what it is refused.
    private void letIn(Replica replica, String header, String value, boolean holds) {
        boolean session = header.equals("Cookie");
        HttpResponse<String> answer = send(replica, session ? "/" : "/api/halo/status", header, value);
        boolean in = answer.statusCode() == 200 && (!session || answer.body().contains("reader"));
        if (in != holds) {
            Report.violation("%s answers a %s that %s with %d".formatted(replica.name, session ? "session" : "token",
                    holds ? "holds" : "was revoked", answer.statusCode()));
        }
    }

    private boolean reached(String none) throws SQLException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (postgres.number(none) > 0) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Setup.pause(500);
        }
        return true;
    }

    private Set<String> column(String sql) throws SQLException {
        return postgres.query(sql).stream().map(List::getFirst).collect(Collectors.toSet());
    }

    private JsonNode get(Replica replica, String path) {
        return JSON.readTree(send(replica, path, "Accept", "application/json").body());
    }

    private HttpResponse<String> send(Replica replica, String path, String header, String value) {
        try {
            return client.send(HttpRequest.newBuilder(replica.uri(path)).timeout(Duration.ofSeconds(60)).header(header, value)
                    .build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(replica.name + " does not answer " + path, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

package ink.dreamnet.halo.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NewestFirst;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static ink.dreamnet.halo.audit.AuditRows.COLUMNS;

/// The append-only trail of changes. There is no way to change or remove an entry.
@Component
public class AuditTrail {

    private static final String INSERT = "insert into audit_entry (" + COLUMNS
            + ", key_id, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    /// By how much the order of the times of two entries may differ from the order in which they were written.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final JdbcTemplate jdbc;
    private final AuditHashes hashes;
    private final AuditSealer sealer;
    private final CurrentActor reader;
    private final Clock clock;

    AuditTrail(JdbcTemplate jdbc, AuditHashes hashes, AuditSealer sealer, CurrentActor reader, Clock clock) {
        this.jdbc = jdbc;
        this.hashes = hashes;
        this.sealer = sealer;
        this.reader = reader;
        this.clock = clock;
    }

    /// A change, and who made it.
    ///
    /// @param origin by what authority and from where they acted
    public record Attributed(Actor actor, CurrentActor.Origin origin, Change change) {
    }

    /// @return the place of the last entry in the trail: a greater one says that something was changed since; 0 where it is empty
    public long last() {
        Long last = jdbc.queryForObject("select max(seq) from audit_entry", Long.class);
        return last == null ? 0 : last;
    }

    /// Records one change.
    ///
    /// @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction, because an entry
    ///         must live and die with the change that it speaks of
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, Change change) {
        record(actor, List.of(change));
    }

    /// Records many changes of one actor in one batch, under the same rule as [#record(Actor, Change)].
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, Collection<Change> changes) {
        record(actor, originOf(actor), changes);
    }

    /// Records changes that somebody asked for whom this thread does not serve, under the same rule as [#record(Actor, Change)].
    ///
    /// @param origin by what authority and from where they acted
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, CurrentActor.Origin origin, Collection<Change> changes) {
        record(changes.stream().map(change -> new Attributed(actor, origin, change)).toList());
    }

    /// Records changes of several actors in one batch, under the same rule as [#record(Actor, Change)].
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Collection<Attributed> changes) {
        // as the databases keep it: the hash is of what will be read
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String key = hashes.keyId();
        jdbc.batchUpdate(INSERT, changes, 500, (row, attributed) -> {
            Actor actor = attributed.actor();
            CurrentActor.Origin origin = attributed.origin();
            Change change = attributed.change();
            AuditEntry entry = new AuditEntry(Ids.next(), now, actor.name(), change.action(), change.subjectType(),
                    change.subjectId(), change.from(), change.to(), change.reason(), actor.token(), origin.role(),
                    origin.address(), origin.requestId());
            row.setObject(1, entry.id());
            row.setObject(2, time(now));
            row.setString(3, entry.actor());
            row.setString(4, entry.action());
            row.setString(5, entry.subjectType());
            row.setString(6, entry.subjectId());
            row.setString(7, entry.from());
            row.setString(8, entry.to());
            row.setString(9, entry.reason());
            row.setString(10, entry.token());
            row.setString(11, entry.role());
            row.setString(12, entry.address());
            row.setString(13, entry.requestId());
            row.setString(14, key);
            row.setString(15, hashes.ofEntry(entry, key));
        });
        sealer.sealAfterCommit();
    }

    /// What HALO does in the course of a request is not the caller's, and of somebody whom the caller speaks for, as Slack does for an operator,
    /// no role is known.
    private CurrentActor.Origin originOf(Actor actor) {
        CurrentActor.Origin here = reader.origin();
        if (actor.equals(reader.get())) {
            return here;
        }
        return new CurrentActor.Origin(null, actor.equals(Actor.HALO) ? null : here.address(), here.requestId());
    }

    /// @return the changes of one thing, in the order in which they were written, at most 200
    @Transactional(readOnly = true)
    public List<AuditEntry> of(String subjectType, String subjectId) {
        return jdbc.query(
                "select " + COLUMNS + " from audit_entry where subject_id = ? and subject_type = ? "
                        + "order by subject_id, seq limit 200",
                this::read, subjectId, subjectType);
    }

    /// @return what the last check of the whole chain found
    @Transactional(readOnly = true)
    public AuditState state() {
        return AuditState.read(jdbc);
    }

    /// @return a page of the changes that fit, the last that was written first
    /// @throws InvalidInputException where the page begins at something that is no entry
    @Transactional(readOnly = true)
    public Page<AuditEntry> find(AuditQuery query, PageQuery page) {
        NewestFirst newest = new NewestFirst("seq, " + COLUMNS, "audit_entry", page.limit() + 1, "seq");
        UUID before = page.beforeId();
        if (before != null) {
            newest.where("seq < ?", first("where id = ?", before).orElseThrow(() -> new InvalidInputException("before",
                    "there is no entry '%s' any more; leave it out to begin anew".formatted(before))));
        }
        between(newest, query.since(), query.until());
        walks(newest, query);
        return newest.isEmpty()
                ? new Page<>(List.of(), null)
                : Page.of(jdbc.query(newest.sql(), this::read, newest.values()), page, entry -> entry.id().toString());
    }

    /// Few entries speak of one thing or are of one request, so the other filters are checked on each. An action names its subject's type, so that it is
    /// enough to go by actions.
    private void walks(NewestFirst newest, AuditQuery query) {
        Map<String, Object> keys = new LinkedHashMap<>();
        if (query.requestId() != null || query.subjectId() != null) {
            also(newest, "subject_type", query.subjectType());
            also(newest, "action", query.action());
            also(newest, "actor", query.actor());
            if (query.requestId() == null) {
                newest.walk(Map.of("subject_id", query.subjectId()));
            } else {
                also(newest, "subject_id", query.subjectId());
                newest.walk(Map.of("request_id", query.requestId()));
            }
            return;
        }
        if (query.actor() != null) {
            keys.put("actor", query.actor());
        }
        String type = query.subjectType();
        if (query.action() == null && type == null) {
            newest.walk(keys);
            return;
        }
        (query.action() == null ? actions(query.actor()) : List.of(query.action())).stream()
                .filter(action -> type == null || Change.isOf(action, type)).forEach(action -> {
                    keys.put("action", action);
                    newest.walk(keys);
                });
    }

    /// The order of writing follows the clocks of the replicas only roughly, so the entries at the ends are compared as well.
    private void between(NewestFirst newest, @Nullable Instant since, @Nullable Instant until) {
        if (since != null) {
            newest.where("at >= ?", time(since));
            first("where at < ? order by at desc", time(since.minus(CLOCKS_DIFFER)))
                    .ifPresent(seq -> newest.where("seq > ?", seq));
        }
        if (until != null) {
            newest.where("at < ?", time(until));
            first("where at >= ? order by at", time(until.plus(CLOCKS_DIFFER)))
                    .ifPresent(seq -> newest.where("seq < ?", seq));
        }
    }

    private Optional<Long> first(String where, Object value) {
        return jdbc.query("select seq from audit_entry " + where + " limit 1", (row, number) -> row.getLong(1), value)
                .stream().findFirst();
    }

    /// Jumps from one action to the next in the index. As one recursive query H2 fails at it now and then.
    ///
    /// @return what was ever done, or was done by someone
    private List<String> actions(@Nullable String actor) {
        String sql = actor == null
                ? "select action from audit_entry where action >= ? order by action, seq limit 1"
                : "select action from audit_entry where actor = ? and action >= ? order by actor, action, seq limit 1";
        List<String> actions = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            // the least that is greater: with > itself, H2 reads all entries of the action before
            String after = next.get() + " ";
            next = jdbc.query(sql, (row, number) -> row.getString(1),
                    actor == null ? new Object[]{after} : new Object[]{actor, after}).stream().findFirst();
            next.ifPresent(actions::add);
        }
        return actions;
    }

    private static void also(NewestFirst newest, String column, @Nullable String value) {
        if (value != null) {
            newest.where(column + " = ?", value);
        }
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private AuditEntry read(ResultSet row, int number) throws SQLException {
        // whoever reads without a token learns nothing about those of others
        return AuditRows.entry(row).shownTo(!reader.get().equals(Actor.HALO));
    }
}

package ink.dreamnet.halo.sink;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The position of each sink, and the deliveries that wait or are dead letters. Every caller that writes is in a transaction.
@Repository
public class SinkStore {

    private static final int MAX_ERROR = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    SinkStore(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// The progress of a sink.
    ///
    /// @param position the last position that it has, or that waits for it
    /// @param delivered how many events were delivered
    record Progress(long position, long delivered, @Nullable Instant lastDeliveredAt, @Nullable Instant lastFailedAt,
            @Nullable String lastError) {
    }

    /// An event that waits for a sink, or is a dead letter.
    ///
    /// @param lane the key within which events stay in order
    /// @param attempts how often it was sent
    /// @param firstAt when it was first to be sent
    /// @param nextAt when it is sent next
    public record DeliveryRow(UUID id, UUID eventId, String lane, int attempts, Instant firstAt, Instant nextAt,
            @Nullable Integer lastStatus, @Nullable String lastError) {
    }

    /// Makes the row of a sink that is new: it gets what comes from now on.
    void register(String sink) {
        jdbc.sql("""
                insert into wormhole_sink (name, position)
                select ?, last_position from wormhole_sequence
                where not exists (select 1 from wormhole_sink where name = ?)""").params(sink, sink).update();
    }

    Optional<Progress> progress(String sink) {
        return jdbc.sql("select * from wormhole_sink where name = ?").param(sink)
                .query((row, number) -> new Progress(row.getLong("position"), row.getLong("delivered"),
                        instant(row, "last_delivered_at"), instant(row, "last_failed_at"),
                        row.getString("last_error")))
                .optional();
    }

    /// Renews the lease of a sink. Where it succeeds, no other process had the sink since this one acquired it: what
    /// was read of it in between still holds.
    ///
    /// @return false where the sink is not this process's, or not any more
    boolean renewLease(String sink, String owner, Instant until) {
        return jdbc.sql("update wormhole_sink set owned_until = ? where name = ? and owner = ?")
                .params(utc(until), sink, owner).update() == 1;
    }

    /// Acquires the lease of a sink that no process has. What was read of it before may be old.
    ///
    /// @return whether it is this process's until then
    boolean acquireLease(String sink, String owner, Instant now, Instant until) {
        return jdbc.sql("""
                update wormhole_sink set owner = ?, owned_until = ?
                where name = ? and (owned_until is null or owned_until < ?)""")
                .params(owner, utc(until), sink, utc(now)).update() == 1;
    }

    /// Releases all leases of a process, so that no other need wait.
    void release(String owner) {
        jdbc.sql("update wormhole_sink set owner = null, owned_until = null where owner = ?").param(owner).update();
    }

    /// Writes the progress of a sink.
    ///
    /// @return false where another process has acquired it; then nothing must be written
    boolean advance(String sink, String owner, long position, int delivered, Instant now, @Nullable String error) {
        return batches.update(
                """
                        update wormhole_sink set position = ?, delivered = delivered + ?,
                            last_delivered_at = case when ? > 0 then cast(? as timestamp with time zone) else last_delivered_at end,
                            last_failed_at = case when ? = 1 then cast(? as timestamp with time zone) else last_failed_at end,
                            last_error = case when ? = 1 then cast(? as varchar(500)) else last_error end
                        where name = ? and owner = ?""",
                position, delivered, delivered, utc(now), error == null ? 0 : 1,
                utc(now), error == null ? 0 : 1, error, sink, owner) == 1;
    }

    /// Writes an error of a sink that is not of an event.
    void failed(String sink, Instant now, String error) {
        jdbc.sql("update wormhole_sink set last_failed_at = ?, last_error = ? where name = ?")
                .params(utc(now), shortened(error), sink).update();
    }

    /// @return an error as it is kept, at most 500 characters
    static String shortened(String error) {
        return Texts.shortened(error, MAX_ERROR);
    }

    /// @return what waits for a sink, in the order of the events: ids follow the clocks of the processes
    List<DeliveryRow> waiting(String sink, int most) {
        return jdbc.sql("""
                select d.* from wormhole_delivery d left join wormhole_event e on e.id = d.event_id
                where d.sink = ? and d.dead = false order by e.position nulls last, d.id limit ?""")
                .params(sink, most).query(SinkStore::read).list();
    }

    /// @return when the first event that waits for a sink one by one was to be sent; empty where none waits
    Optional<Instant> waitingSince(String sink) {
        return jdbc.sql("select first_at from wormhole_delivery where sink = ? and dead = false order by id limit 1")
                .param(sink).query((row, number) -> instant(row, "first_at")).optional();
    }

    /// @return the dead letters of a sink, the newest first
    Page<DeliveryRow> dead(String sink, PageQuery page) {
        UUID last = page.beforeId();
        var query = jdbc.sql("select * from wormhole_delivery where sink = :sink and dead = true"
                + (last == null ? "" : " and id < :before") + " order by id desc limit :most").param("sink", sink)
                .param("most", page.limit() + 1);
        if (last != null) {
            query = query.param("before", last);
        }
        return Page.of(query.query(SinkStore::read).list(), page, waiting -> waiting.id().toString());
    }

    /// @return how many wait, or are dead letters; not more than 10,000 are counted
    int count(String sink, boolean dead) {
        return jdbc
                .sql("""
                        select count(*) from (select id from wormhole_delivery where sink = ? and dead = ? limit 10000) counted""")
                .params(sink, dead).query(Integer.class).single();
    }

    /// Adds events that wait.
    void add(String sink, Collection<DeliveryRow> waiting, boolean dead) {
        batches.batchUpdate("""
                insert into wormhole_delivery
                    (id, sink, event_id, lane, dead, attempts, first_at, next_at, last_status, last_error)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", waiting.stream()
                .map(one -> new Object[]{one.id(), sink, one.eventId(), one.lane(), dead, one.attempts(),
                        utc(one.firstAt()), utc(one.nextAt()), one.lastStatus(), one.lastError()})
                .toList());
    }

    /// Adds an event that is forwarded to a sink, unless it waits there already.
    void forward(String sink, UUID event, String lane, Instant now) {
        boolean there = jdbc.sql("select id from wormhole_delivery where sink = ? and event_id = ?")
                .params(sink, event).query(UUID.class).optional().isPresent();
        if (!there) {
            add(sink, List.of(new DeliveryRow(Ids.next(), event, lane, 0, now, now, null, null)), false);
        }
    }

    void update(Collection<DeliveryRow> waiting, boolean dead) {
        batches.batchUpdate("""
                update wormhole_delivery set dead = ?, attempts = ?, next_at = ?, last_status = ?, last_error = ?
                where id = ?""", waiting.stream().map(one -> new Object[]{dead, one.attempts(), utc(one.nextAt()),
                one.lastStatus(), one.lastError(), one.id()}).toList());
    }

    void remove(Collection<UUID> ids) {
        batches.batchUpdate("delete from wormhole_delivery where id = ?",
                ids.stream().map(id -> new Object[]{id}).toList());
    }

    /// Removes the rows whose event is not kept any more, also of sinks that are not configured now.
    ///
    /// @param before when events were received that are not kept
    /// @return how many
    int removeOrphans(Instant before) {
        return jdbc.sql("""
                delete from wormhole_delivery where event_id < ? and not exists (
                  select 1 from wormhole_event where wormhole_event.id = wormhole_delivery.event_id)""")
                .param(Ids.notBefore(before)).update();
    }

    /// Makes dead letters wait again, as if they had never been sent.
    ///
    /// @param id of one event; null for all
    /// @return how many
    int revive(String sink, @Nullable UUID id, Instant now) {
        var update = jdbc.sql("""
                update wormhole_delivery set dead = false, attempts = 0, first_at = :now, next_at = :now
                where sink = :sink and dead = true""" + (id == null ? "" : " and event_id = :event"))
                .param("now", utc(now)).param("sink", sink);
        return (id == null ? update : update.param("event", id)).update();
    }

    private static DeliveryRow read(ResultSet row, int number) throws SQLException {
        int status = row.getInt("last_status");
        return new DeliveryRow(row.getObject("id", UUID.class), row.getObject("event_id", UUID.class),
                row.getString("lane"), row.getInt("attempts"), required(row, "first_at"), required(row, "next_at"),
                row.wasNull() || status == 0 ? null : status, row.getString("last_error"));
    }

    private static Instant required(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}

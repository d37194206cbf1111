package ink.dreamnet.halo.deploy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NewestFirst;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Reads and writes deploys.
@Component
class DeployStore {

    private static final String COLUMNS = "id, service, version, environment, deployed_at, recorded_at, recorded_by, source, commit_id, url, subjects";
    private static final String SELECT = "select " + COLUMNS + " from deploy";

    private final JdbcTemplate jdbc;

    DeployStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @param key what makes two reports one deploy; null for nothing
    /// @throws org.springframework.dao.DuplicateKeyException where there is one of that key
    void add(Deploy deploy, @Nullable String key) {
        jdbc.update("""
                insert into deploy (id, service, version, environment, deployed_at, recorded_at, recorded_by, source,
                                    commit_id, url, subjects, report_key)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", deploy.id(), deploy.service(), deploy.version(),
                deploy.environment(), at(deploy.at()), at(deploy.recordedAt()), deploy.recordedBy(),
                deploy.source().name(), deploy.commit(), deploy.url(),
                lines(deploy.subjects()), key);
    }

    Optional<Deploy> find(UUID id) {
        return jdbc.query(SELECT + " where id = ?", DeployStore::read, id).stream().findFirst();
    }

    List<Deploy> findAll(List<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.query(SELECT + " where id in (" + String.join(", ", ids.stream().map(id -> "?").toList())
                        + ") order by id", DeployStore::read, ids.toArray());
    }

    /// Makes those who report deploys at the same moment wait for each other, until the end of the transaction.
    void lock() {
        jdbc.queryForObject("select id from deploy_gate where id = 1 for update", Integer.class);
    }

    /// Notes a further key of a deploy.
    void addKey(UUID deploy, String key) {
        jdbc.update("insert into deploy_key (report_key, deploy_id) values (?, ?)", key, deploy);
    }

    /// @return the deploy that was recorded under a key
    Optional<Deploy> byKey(String key) {
        return jdbc.query(SELECT + " where report_key = ?", DeployStore::read, key).stream().findFirst();
    }

    /// @return the deploy that another source reported again under a key
    Optional<Deploy> byFurtherKey(String key) {
        return jdbc.query(SELECT + " where id in (select deploy_id from deploy_key where report_key = ?)",
                DeployStore::read, key).stream().findFirst();
    }

    /// Writes what was not known of a deploy when it was recorded.
    void update(Deploy deploy) {
        jdbc.update("update deploy set environment = ?, commit_id = ?, url = ?, subjects = ? where id = ?",
                deploy.environment(), deploy.commit(), deploy.url(), lines(deploy.subjects()), deploy.id());
    }

    private static String lines(List<SubjectRef> subjects) {
        return subjects.stream().map(SubjectRef::toString).collect(Collectors.joining("\n"));
    }

    /// @return the deploys of a service that were done between two times, the latest first, at most 200
    List<Deploy> of(String service, Instant from, Instant to) {
        NewestFirst newest = newest(200).where("deployed_at between ? and ?", at(from), at(to));
        walks(newest, new DeployQuery(service, null, null, null, null, null));
        return jdbc.query(newest.sql(), DeployStore::read, newest.values());
    }

    /// @return all deploys that were done after a time and not after another, the latest first
    List<Deploy> between(Instant after, Instant to, int most) {
        return jdbc.query(
                SELECT + " where deployed_at > ? and deployed_at <= ? order by deployed_at desc, id desc limit ?",
                DeployStore::read, at(after), at(to), most);
    }

    /// @return how many were done after a time and not after another
    long count(Instant after, Instant to) {
        Long count = jdbc.queryForObject("select count(*) from deploy where deployed_at > ? and deployed_at <= ?",
                Long.class, at(after), at(to));
        return count == null ? 0 : count;
    }

    /// @return a page, the latest first
    /// @throws InvalidInputException where the page begins at something that is no deploy
    Page<Deploy> page(DeployQuery query, PageQuery page) {
        NewestFirst newest = newest(page.limit() + 1);
        also(newest, "deployed_at >= ?", query.since() == null ? null : at(query.since()));
        also(newest, "deployed_at < ?", query.until() == null ? null : at(query.until()));
        UUID before = page.beforeId();
        if (before != null) {
            OffsetDateTime last = find(before).map(deploy -> at(deploy.at()))
                    .orElseThrow(() -> new InvalidInputException("before",
                            "there is no deploy '%s' any more; leave it out to begin anew".formatted(before)));
            newest.where("deployed_at <= ? and (deployed_at < ? or id < ?)", last, last, before);
        }
        walks(newest, query);
        return Page.of(jdbc.query(newest.sql(), DeployStore::read, newest.values()), page,
                deploy -> deploy.id().toString());
    }

    private static NewestFirst newest(int limit) {
        return new NewestFirst(COLUMNS, "deploy", limit, "deployed_at", "id");
    }

    /// There are few sources, so that one index does for all of them and for each.
    private static void walks(NewestFirst newest, DeployQuery query) {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "service", query.service());
        put(keys, "version", query.version());
        if (keys.size() == 2) {
            also(newest, "environment = ?", query.environment());
        } else {
            put(keys, "environment", query.environment());
        }
        if (keys.isEmpty() && query.source() == null) {
            newest.walk(keys);
            return;
        }
        for (DeploySource source : query.source() == null
                ? DeploySource.values()
                : new DeploySource[]{query.source()}) {
            keys.put("source", source.name());
            newest.walk(keys);
        }
    }

    private static void put(Map<String, Object> keys, String column, @Nullable String value) {
        if (value != null) {
            keys.put(column, value);
        }
    }

    private static void also(NewestFirst newest, String condition, @Nullable Object value) {
        if (value != null) {
            newest.where(condition, value);
        }
    }

    /// Removes deploys that were recorded before a time, and their follow-ups.
    ///
    /// @return how many
    int removeOld(Instant before, int most) {
        // H2 asks a subquery of a delete anew for each row
        List<UUID> old = jdbc.query("select id from deploy where recorded_at < ? and id < ? order by id limit ?",
                (row, number) -> row.getObject(1, UUID.class), at(before), Ids.notBefore(before), most);
        IdChunks.each(old, (marks, some) -> jdbc.update("delete from deploy where id in (" + marks + ")", some));
        return old.size();
    }

    private static Deploy read(ResultSet row, int number) throws SQLException {
        return new Deploy(row.getObject("id", UUID.class), row.getString("service"), row.getString("version"),
                row.getString("environment"), row.getObject("deployed_at", OffsetDateTime.class).toInstant(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(), row.getString("recorded_by"),
                DeploySource.valueOf(row.getString("source")), row.getString("commit_id"), row.getString("url"),
                row.getString("subjects").lines().map(SubjectRef::parse).toList());
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}

package ink.dreamnet.halo.registry.fleet;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.encryption.EncryptedColumn;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.core.encryption.UnreadableValueException;
import ink.dreamnet.halo.registry.Definition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The definitions of one kind of subject that another service lists, or listed.
///
/// @param <S> the form in which they are stored
/// @param <D> the form in which they are used
public final class PulledDefinitions<S, D extends Definition<S>> {

    private static final Logger LOG = LoggerFactory.getLogger(PulledDefinitions.class);

    private static final int BATCH = 500;

    private final Format<S, D> format;
    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Encryption encryption;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;

    /// @param format what they look like
    public PulledDefinitions(Format<S, D> format, JdbcTemplate jdbc, JsonMapper json,
            Encryption encryption, AuditTrail audit,
            ApplicationEventPublisher events) {
        this.format = format;
        this.jdbc = jdbc;
        this.json = json;
        this.encryption = encryption;
        this.audit = audit;
        this.events = events;
    }

    /// What the pulled definitions of one kind of subject look like.
    ///
    /// @param kind the kind of subject
    /// @param specType the class of the stored form
    /// @param parser reads the stored form
    /// @param state where a subject stands, for the audit trail; null where it has no states
    /// @param keepsDelisted whether what is not listed any more stays, marked so, until someone deletes it
    public record Format<S, D>(SubjectKind kind, Class<S> specType, Parser<S, D> parser,
            Function<D, @Nullable String> state, boolean keepsDelisted) {
    }

    /// Reads the stored form of a definition.
    @FunctionalInterface
    public interface Parser<S, D> {

        /// @param changedAt when what the service says of it last changed
        /// @param delistedAt when the service stopped listing it, or null
        D parse(String id, S spec, Instant changedAt, @Nullable Instant delistedAt);
    }

    /// @return all of them that can be read by their ids, in the order of the ids
    public TreeMap<String, D> all() {
        TreeMap<String, D> all = new TreeMap<>();
        jdbc.query("select id, definition, changed_at, delisted_at from pulled_definition where kind = ?", row -> {
            String id = row.getString(1);
            OffsetDateTime delistedAt = row.getObject(4, OffsetDateTime.class);
            try {
                all.put(id, format.parser().parse(id,
                        json.readValue(encryption.open(EncryptedColumn.PULLED_DEFINITION, row.getString(2), kind(),
                                id), format.specType()),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        delistedAt == null ? null : delistedAt.toInstant()));
            } catch (UnreadableValueException | JacksonException | InvalidInputException wrong) {
                LOG.warn("What was pulled of {} '{}' cannot be used; it counts as not known until it is listed again",
                        kind(), id, wrong);
            }
        }, kind());
        return all;
    }

    /// @return the ids of all
    Set<String> ids() {
        return Set.copyOf(jdbc.queryForList("select id from pulled_definition where kind = ?", String.class, kind()));
    }

    /// @return whether there is one of that id, listed or not listed any more
    public boolean exists(String id) {
        return !jdbc.queryForList("select id from pulled_definition where kind = ? and id = ?", String.class, kind(),
                id).isEmpty();
    }

    /// Brings them in line with a list, and records what changed in the audit trail. To be called in a transaction.
    ///
    /// @param known as [#all] answers it
    /// @param listed what is listed, by its id
    /// @param complete whether whatever is missing from the list is gone
    public void bringInLine(Map<String, D> known, Map<String, D> listed, boolean complete, Instant now) {
        ListChanges<D> changes = ListChanges.of(known, listed, each -> each.delistedAt() != null,
                (before, after) -> before.spec().equals(after.spec()));
        List<Change> record = new ArrayList<>();
        changes.added().forEach(each -> record.add(change("listed", each.id(), null, null)));
        changes.relisted().forEach(each -> record.add(change("listed-again", each.id(), known.get(each.id()), each)));
        changes.changed().forEach(each -> record.add(change("changed", each.id(), known.get(each.id()), each)));
        removeUnreadable(changes.added());
        write("insert into pulled_definition (definition, changed_at, kind, id) values (?, ?, ?, ?)", changes.added(),
                now);
        String update = """
                update pulled_definition set definition = ?, changed_at = ?, delisted_at = null
                where kind = ? and id = ?""";
        write(update, changes.relisted(), now);
        write(update, changes.changed(), now);
        if (complete) {
            changes.delisted().forEach(id -> record.add(change("delisted", id, null, null)));
            delist(changes.delisted(), now);
        }
        audit.record(Actor.HALO, record);
        if (!record.isEmpty()) {
            events.publishEvent(new SubjectList.Changed(
                    record.stream().map(each -> new SubjectRef(format.kind(), each.subjectId())).toList()));
        }
    }

    /// What counts as new is there all the same where it could not be read.
    private void removeUnreadable(Collection<D> added) {
        if (!added.isEmpty()) {
            Set<String> stored = ids();
            jdbc.batchUpdate("delete from pulled_definition where kind = ? and id = ?", added.stream()
                    .filter(each -> stored.contains(each.id())).map(each -> new Object[]{kind(), each.id()}).toList());
        }
    }

    private Change change(String action, String id, @Nullable D before, @Nullable D after) {
        return new Change(kind() + "." + action, kind(), id, before == null ? null : format.state().apply(before),
                after == null ? null : format.state().apply(after), null);
    }

    /// @return whether it was there
    boolean delete(String id) {
        events.publishEvent(new SubjectList.Changed(List.of(new SubjectRef(format.kind(), id))));
        return jdbc.update("delete from pulled_definition where kind = ? and id = ?", kind(), id) > 0;
    }

    private void delist(Collection<String> ids, Instant now) {
        if (format.keepsDelisted()) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            jdbc.batchUpdate("update pulled_definition set delisted_at = ? where kind = ? and id = ?",
                    ids.stream().map(id -> new Object[]{at, kind(), id}).toList());
        } else {
            jdbc.batchUpdate("delete from pulled_definition where kind = ? and id = ?",
                    ids.stream().map(id -> new Object[]{kind(), id}).toList());
        }
    }

    private void write(String sql, Collection<D> definitions, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate(sql, definitions, BATCH, (row, each) -> {
            row.setString(1, encryption.seal(EncryptedColumn.PULLED_DEFINITION,
                    json.writeValueAsString(each.spec()), kind(), each.id()));
            row.setObject(2, at);
            row.setString(3, kind());
            row.setString(4, each.id());
        });
    }

    private String kind() {
        return format.kind().wire();
    }
}

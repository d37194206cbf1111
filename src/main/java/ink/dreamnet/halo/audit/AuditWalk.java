package ink.dreamnet.halo.audit;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import ink.dreamnet.halo.audit.AuditRows.Sealed;
import ink.dreamnet.halo.audit.AuditVerification.Broken;
import ink.dreamnet.halo.audit.AuditVerification.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// One way through the chain of the audit trail. It reads slices, each by a statement of its own, so that it holds neither a transaction nor
/// memory, however long the trail is.
final class AuditWalk {

    /// How many entries are read at once.
    private static final int SLICE = 2000;
    /// The place of no entry in the order of writing.
    private static final long NOBODY = -1;

    private final JdbcTemplate jdbc;
    private final AuditChain chain;
    private final AuditHashes hashes;
    private final AuditChain.Ends ends;
    private final Position start;

    private Position position;
    private boolean keyed;
    private long checked;

    /// Where it stands.
    ///
    /// @param mark the last link that was looked at
    /// @param seq the place of its entry in the order of writing
    record Position(ChainMark mark, long seq) {

        /// @param removed a link that is gone
        static Position before(ChainMark removed) {
            return new Position(removed, NOBODY);
        }

        long next() {
            return mark.link() + 1;
        }
    }

    AuditWalk(JdbcTemplate jdbc, AuditChain chain, AuditHashes hashes, AuditChain.Ends ends, Position start) {
        this.jdbc = jdbc;
        this.chain = chain;
        this.hashes = hashes;
        this.ends = ends;
        this.start = start;
        this.position = start;
    }

    /// Goes to the end, to the first that is wrong, or as far as it gets.
    ///
    /// @param met an end of the chain that this process has met; null where it has met none
    /// @param known a point of the chain that is known from elsewhere; null for none
    /// @param deadline by [System#nanoTime]
    AuditVerification go(@Nullable ChainMark met, @Nullable ChainMark known, long deadline) {
        List<ChainMark> marks = Stream.of(met, known).filter(Objects::nonNull).toList();
        Broken broken = differs(marks);
        boolean late = false;
        while (broken == null && position.next() <= ends.last().link() && !late) {
            broken = slice(marks);
            late = System.nanoTime() > deadline || Thread.currentThread().isInterrupted();
        }
        boolean complete = broken == null && position.next() > ends.last().link();
        if (complete) {
            broken = end(marks);
        }
        return new AuditVerification(broken == null, complete, start.mark().link(), checked, ends.last(),
                ends.removed().link() == 0 ? null : ends.removed(),
                complete || broken != null ? null : position.mark().link(), broken);
    }

    /// The entry at the present position is read once more, so that another one at the same link is seen.
    private @Nullable Broken slice(List<ChainMark> marks) {
        List<Sealed> rows = jdbc.query("select " + Sealed.COLUMNS
                + " from audit_entry where link >= ? and link <= ? order by link, seq limit " + SLICE, Sealed::read,
                position.mark().link(), ends.last().link());
        long before = position.mark().link();
        for (Sealed row : rows) {
            Broken broken = row.link() == position.mark().link() ? again(row) : look(row, marks);
            if (broken != null) {
                return broken;
            }
        }
        if (position.mark().link() == before) {
            skipRemoved();
            return position.next() > before + 1 ? null : gone(ends.last().link());
        }
        return null;
    }

    private @Nullable Broken again(Sealed row) {
        return row.seq() == position.seq() ? null : Broken.of(row, Kind.INSERTED, "there is another entry at its link");
    }

    private @Nullable Broken look(Sealed row, List<ChainMark> marks) {
        if (row.link() > position.next()) {
            skipRemoved();
        }
        if (row.link() != position.next()) {
            return gone(row.link() - 1);
        }
        if (!hashes.knows(row.keyId())) {
            return Broken.of(row, Kind.CHANGED,
                    "it is proved by the key '%s', which is not in halo.audit.keys".formatted(row.keyId()));
        }
        if (keyed && row.keyId() == null) {
            return Broken.of(row, Kind.CHANGED, "it is proved without a key, and entries before it by one");
        }
        ChainMark expected = hashes.next(position.mark(), row.seq(), hashes.ofEntry(row.entry(), row.keyId()),
                row.keyId());
        if (!expected.hash().equals(row.hash())) {
            return Broken.of(row, Kind.CHANGED, "its hash is not that of its members and of the link before it");
        }
        keyed = row.keyId() != null;
        position = new Position(expected, row.seq());
        checked++;
        return differs(marks);
    }

    /// Retention may have gone past the present position meanwhile.
    private void skipRemoved() {
        ChainMark removed = chain.ends().removed();
        if (removed.link() > position.mark().link()) {
            position = Position.before(removed);
        }
    }

    private @Nullable Broken differs(List<ChainMark> marks) {
        return marks.stream()
                .filter(mark -> mark.link() == position.mark().link() && !mark.equals(position.mark())).findFirst()
                .map(mark -> Broken.missing(mark.link(), Kind.CHANGED,
                        "its hash was %s; it, or what was before it, was written anew".formatted(mark.hash())))
                .orElse(null);
    }

    private Broken gone(long last) {
        long first = position.next();
        String gone = first == last ? "the entry is gone" : "the entries up to link %d are gone".formatted(last);
        return last >= ends.last().link()
                ? Broken.missing(first, Kind.END, gone)
                : Broken.missing(first, Kind.MISSING, gone);
    }

    private @Nullable Broken end(List<ChainMark> marks) {
        ChainMark last = position.mark();
        if (!last.hash().equals(ends.last().hash()) && last.link() == ends.last().link()) {
            return Broken.missing(last.link(), Kind.END, "the end of the chain is kept as " + ends.last());
        }
        for (ChainMark mark : marks) {
            if (mark.link() > ends.last().link()) {
                return Broken.missing(last.link() + 1, Kind.END,
                        "the entries up to link %d are gone".formatted(mark.link()));
            }
        }
        Broken beginning = start.seq() == NOBODY ? beginning() : null;
        return beginning == null ? outside() : beginning;
    }

    /// Whoever removes the beginning can make the first entry that is left the first of the chain, but not the entry that says so.
    private @Nullable Broken beginning() {
        ChainMark removed = ends.removed();
        if (removed.link() == 0) {
            return null;
        }
        String recorded = jdbc.query(
                "select reason from audit_entry where action = ? and subject_id = ? order by action, seq desc limit 1",
                (row, number) -> row.getString(1), AuditRetention.REMOVED, Long.toString(removed.link())).stream()
                .findFirst().orElse(null);
        return Objects.equals(recorded, AuditRetention.removal(removed).reason())
                || !chain.ends().removed().equals(removed)
                        ? null
                        : Broken.missing(1, Kind.BEGINNING,
                                "the entries up to link %d are gone, and none says that they were removed"
                                        .formatted(removed.link()));
    }

    /// Entries that are in the trail and not in its chain.
    private @Nullable Broken outside() {
        Sealed after = first("link > ?", ends.last().link());
        if (after != null && after.link() > chain.ends().last().link()) {
            return Broken.of(after, Kind.INSERTED, "it is behind the end of the chain");
        }
        Sealed before = first("link <= ?", ends.removed().link());
        if (before != null) {
            return Broken.of(before, Kind.INSERTED, "it is before the beginning of the chain");
        }
        String others = " and key_id <> ?".repeat(hashes.keyIds().size());
        Sealed never = first("link is null and key_id is not null" + others, hashes.keyIds().toArray());
        return never == null
                ? null
                : Broken.of(never, Kind.INSERTED,
                        "it is not sealed, because its key '%s' is not in halo.audit.keys".formatted(never.keyId()));
    }

    private @Nullable Sealed first(String where, Object... values) {
        return jdbc.query("select " + Sealed.COLUMNS + " from audit_entry where " + where
                + " order by link, seq limit 1", Sealed::read, values).stream().findFirst().orElse(null);
    }
}

package ink.dreamnet.halo.audit;

import java.time.Duration;

import ink.dreamnet.halo.core.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Goes through the chain of the audit trail and finds the first entry that was tampered with or is missing.
@Component
class AuditVerifier {

    private final JdbcTemplate jdbc;
    private final AuditChain chain;
    private final AuditHashes hashes;

    AuditVerifier(JdbcTemplate jdbc, AuditChain chain, AuditHashes hashes) {
        this.jdbc = jdbc;
        this.chain = chain;
        this.hashes = hashes;
    }

    /// Verifies the chain up to where it ends when this is called. What is committed by then is sealed first.
    ///
    /// @param after the link after which to begin; null for the beginning
    /// @param known a point of the chain that is known from elsewhere; null for none
    /// @param budget how long it may take; it stops after that, with the link after which to go on
    /// @throws InvalidInputException where there is no link to begin after, or the known one is not compared by that
    AuditVerification verify(@Nullable Long after, @Nullable ChainMark known, Duration budget) {
        long deadline = System.nanoTime() + budget.toNanos();
        ChainMark met = chain.met();
        boolean more = true;
        while (more) {
            more = chain.seal(true);
        }
        AuditChain.Ends ends = chain.ends();
        AuditWalk.Position start = after == null || after == ends.removed().link()
                ? AuditWalk.Position.before(ends.removed())
                : at(after, ends);
        if (known != null && known.link() < start.mark().link()) {
            throw new InvalidInputException("head", "link %d is before link %d, from which on this looks"
                    .formatted(known.link(), start.mark().link()));
        }
        return new AuditWalk(jdbc, chain, hashes, ends, start).go(met, known, deadline);
    }

    private AuditWalk.Position at(long link, AuditChain.Ends ends) {
        return jdbc.query("select link, hash, seq from audit_entry where link = ? order by link, seq limit 1",
                (row, number) -> new AuditWalk.Position(new ChainMark(row.getLong(1), row.getString(2)),
                        row.getLong(3)),
                link).stream().findFirst()
                .orElseThrow(() -> new InvalidInputException("after", "there is no link %d; they go from %d to %d"
                        .formatted(link, ends.removed().link() + 1, ends.last().link())));
    }
}

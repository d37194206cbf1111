package ink.dreamnet.halo.audit;

import java.time.Instant;

/// The audit trail was found to be tampered with, in a way that was not known yet. Published in the transaction that notes it.
///
/// @param reason what is wrong, in one sentence
/// @param link the place in the chain of the first entry that is wrong; 0 where it has none
public record AuditBroken(String reason, long link, Instant at) {
}

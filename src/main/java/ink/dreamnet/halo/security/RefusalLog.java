package ink.dreamnet.halo.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Texts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Counts refused calls, and keeps in the audit trail those that wanted to change something or presented a token that does not hold. A flood
/// of them leaves few entries: one a minute for each address and outcome, and [#MOST_A_MINUTE] a minute in all.
@Component
class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration ONCE = Duration.ofMinutes(1);
    private static final int MOST_A_MINUTE = 60;
    private static final int LONGEST_PATH = 300;
    private static final Actor UNKNOWN = new Actor("unknown");

    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Instant> recent = new LinkedHashMap<>();

    RefusalLog(AuditTrail audit, TransactionTemplate transaction, MeterRegistry meters, Clock clock) {
        this.audit = audit;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
        // there from the start: an alert sees a counter rise only where it was there before
        refusals("unauthenticated");
        refusals("forbidden");
    }

    private Counter refusals(String outcome) {
        return meters.counter("halo.security.refused", "outcome", outcome);
    }

    /// @param outcome `unauthenticated` or `forbidden`
    void refused(HttpServletRequest request, String outcome, String reason) {
        refusals(outcome).increment();
        boolean write = !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        if ((write || request.getHeader(HttpHeaders.AUTHORIZATION) != null)
                && first(request.getRemoteAddr() + " " + outcome)) {
            Caller caller = Callers.current();
            try {
                transaction.executeWithoutResult(tx -> audit.record(caller == null ? UNKNOWN : caller.actor(),
                        new Change("access.refused", "access",
                                Texts.cut(Texts.printable(request.getMethod() + " " + request.getRequestURI()),
                                        LONGEST_PATH),
                                null, outcome, "from %s: %s".formatted(request.getRemoteAddr(), reason))));
            } catch (DataAccessException | TransactionException away) {
                LOG.warn("A refused call is not in the audit trail", away);
            }
        }
    }

    private synchronized boolean first(String key) {
        Instant now = clock.instant();
        recent.values().removeIf(at -> Duration.between(at, now).compareTo(ONCE) >= 0);
        return recent.size() < MOST_A_MINUTE && recent.putIfAbsent(key, now) == null;
    }
}

package ink.dreamnet.halo.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.core.CurrentActor.Origin;
import ink.dreamnet.halo.core.RequestId;
import ink.dreamnet.halo.core.Texts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Counts refused calls, and keeps in the audit trail those that wanted to change something or presented a token that does not hold. A flood
/// of them leaves few entries: in a minute two for each address and outcome, the first call and how many followed it, of [#MOST_A_MINUTE]; and
/// one for all others.
@Component
public class RefusalLog extends BackgroundLoop {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final String FORBIDDEN = "forbidden";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_A_MINUTE = 60;
    private static final int LONGEST_PATH = 300;
    private static final Actor UNKNOWN = new Actor("unknown");

    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<Sort, Further> minutes = new LinkedHashMap<>();

    /// What is counted together.
    ///
    /// @param address null for all addresses beyond [#MOST_A_MINUTE]
    private record Sort(@Nullable String address, String outcome) {
    }

    /// The calls that have no entry of their own.
    private record Further(Instant since, int calls) {
    }

    RefusalLog(AuditTrail audit, TransactionTemplate transaction, MeterRegistry meters, Clock clock) {
        super("halo-refusals", "Refused calls cannot be counted in the audit trail");
        this.audit = audit;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
        // there from the start: an alert sees a counter rise only where it was there before
        refusals("unauthenticated");
        refusals(FORBIDDEN);
    }

    private Counter refusals(String outcome) {
        return meters.counter("halo.security.refused", "outcome", outcome);
    }

    /// @param outcome `unauthenticated` or `forbidden`
    void refused(HttpServletRequest request, String outcome, String reason) {
        boolean write = !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        if (write || request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            note(request.getRemoteAddr(), outcome, request.getMethod() + " " + request.getRequestURI(), reason);
        }
        refusals(outcome).increment();
    }

    /// Notes a refusal of somebody for whom another system speaks.
    ///
    /// @param call what they wanted
    public void refused(String call, String reason) {
        Caller caller = Callers.current();
        note(caller == null ? null : caller.address(), FORBIDDEN, call, reason);
        refusals(FORBIDDEN).increment();
    }

    private void note(@Nullable String address, String outcome, String call, String reason) {
        reportEnded();
        if (first(new Sort(address, outcome))) {
            Caller caller = Callers.current();
            record(caller == null ? UNKNOWN : caller.actor(),
                    new Origin(caller == null ? null : caller.role(), address, RequestId.current()),
                    Texts.cut(Texts.printable(call), LONGEST_PATH), outcome, reason);
        }
    }

    private void record(Actor actor, Origin origin, String call, String outcome, String reason) {
        try {
            transaction.executeWithoutResult(tx -> audit.record(actor, origin,
                    List.of(new Change("access.refused", "access", call, null, outcome, reason))));
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("A refused call is not in the audit trail", away);
        }
    }

    private synchronized boolean first(Sort sort) {
        Sort counted = minutes.containsKey(sort) || minutes.size() < MOST_A_MINUTE
                ? sort
                : new Sort(null, sort.outcome());
        Further before = minutes.get(counted);
        boolean first = before == null && counted.equals(sort);
        minutes.put(counted, before == null
                ? new Further(clock.instant(), first ? 0 : 1)
                : new Further(before.since(), before.calls() + 1));
        return first;
    }

    @Override
    protected boolean step(boolean woken) {
        reportEnded();
        return false;
    }

    private void reportEnded() {
        Instant ended = clock.instant().minus(MINUTE);
        report(further -> !further.since().isAfter(ended));
    }

    private void report(Predicate<Further> which) {
        Map<Sort, Further> ended = new LinkedHashMap<>();
        synchronized (this) {
            minutes.forEach((sort, further) -> {
                if (which.test(further)) {
                    ended.put(sort, further);
                }
            });
            minutes.keySet().removeAll(new ArrayList<>(ended.keySet()));
        }
        ended.forEach((sort, further) -> {
            if (further.calls() > 0) {
                record(UNKNOWN, new Origin(null, sort.address(), null), "further calls", sort.outcome(),
                        "%d more%s, from %s on".formatted(further.calls(),
                                sort.address() == null ? " from other addresses" : "", further.since()));
            }
        });
    }

    /// What was counted until now is recorded.
    @Override
    public void stop() {
        super.stop();
        report(any -> true);
    }

    /// @return a phase below the web server's, so that the last refusals are counted
    @Override
    public int getPhase() {
        return 0;
    }
}

package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.endpoint.probe.Condition.Result;
import ink.dreamnet.halo.endpoint.probe.Operand.Source;
import ink.dreamnet.halo.http.AddressRefusedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/// Turns what one attempt saw, or why it saw nothing, into a [ProbeResult].
final class Judge {

    /// Of one attempt's conditions, on the thread of the probe: less than a millisecond. Others wait for that thread.
    private static final long FEW_STEPS = 150_000;
    /// The same on a thread that is there for it: a tenth of a second.
    private static final long MOST_STEPS = 20_000_000;

    private static final int LONGEST_REASON = 200;
    /// Behind these signs messages about an answer quote what the server sent.
    private static final Pattern QUOTE = Pattern.compile("(?<!\\s)\\s*+[:;<(\"'].*+", Pattern.DOTALL);

    private final Clock clock;
    private final ExecutorService threads;

    /// @param threads where conditions are evaluated that take long
    Judge(Clock clock, ExecutorService threads) {
        this.clock = clock;
        this.threads = threads;
    }

    /// @param failure what the prober threw; null where there was an answer
    /// @param attempts how many attempts this one makes
    ProbeResult judge(Attempt attempt, @Nullable Exception failure, int attempts) {
        Instant now = clock.instant();
        Opinion opinion = failure == null ? answered(attempt, now) : failed(attempt, failure, now);
        Certificate certificate = attempt.certificate == null ? null : Certificate.of(attempt.certificate, now);
        return new ProbeResult(attempt.target().id(), opinion.verdict, opinion.message, attempt.status,
                attempt.timings(), certificate, opinion.failedConditions, attempts, now);
    }

    private Opinion answered(Attempt attempt, Instant now) {
        ProbeTarget target = attempt.target();
        List<String> broken = broken(attempt, now, true);
        Integer status = attempt.status;
        if (status != null && status >= 500 && (!attempt.asksFor(Source.STATUS)
                || broken.stream().anyMatch(b -> b.contains("[STATUS]")))) {
            return new Opinion(Verdict.SERVER_ERROR, "status " + status, broken);
        }
        if (status != null && status >= 400 && !attempt.asksFor(Source.STATUS)) {
            return new Opinion(Verdict.CONDITION_FAILED, "status " + status + ", expected below 400", broken);
        }
        if (attempt.dnsRcode != null) {
            Opinion opinion = dns(attempt, attempt.dnsRcode, broken);
            if (opinion != null) {
                return opinion;
            }
        }
        if (!broken.isEmpty()) {
            return new Opinion(Verdict.CONDITION_FAILED, String.join("; ", broken), broken);
        }
        String took = attempt.totalMs() + " ms";
        if (target.slowAfter() != null && attempt.total().compareTo(target.slowAfter()) > 0) {
            return new Opinion(Verdict.SLOW, "took %s, slow after %d ms".formatted(took, target.slowAfter().toMillis()),
                    broken);
        }
        return new Opinion(Verdict.UP, (status == null ? "answered" : "status " + status) + " in " + took, broken);
    }

    private static @Nullable Opinion dns(Attempt attempt, String rcode, List<String> broken) {
        DnsQuery query = attempt.target().dns();
        if (query == null || attempt.asksFor(Source.DNS_RCODE)) {
            return null;
        }
        String question = query.type() + " of " + query.name();
        if (!rcode.equals("NOERROR")) {
            return new Opinion(rcode.equals("SERVFAIL") ? Verdict.SERVER_ERROR : Verdict.CONDITION_FAILED,
                    question + " answered " + rcode, broken);
        }
        String records = attempt.body == null ? "" : attempt.body;
        List<String> missing = DnsProber.missing(query, records);
        if (records.isEmpty()) {
            return new Opinion(Verdict.CONDITION_FAILED, question + " has no record", broken);
        }
        return missing.isEmpty()
                ? null
                : new Opinion(Verdict.CONDITION_FAILED, "%s lacks %s, it has %s".formatted(question,
                        String.join(", ", missing), attempt.quotes()
                                ? records.replace("\n", ", ")
                                : records.lines().count() + " others"),
                        broken);
    }

    private Opinion failed(Attempt attempt, Exception failure, Instant now) {
        Opinion opinion = reason(attempt, failure);
        if (opinion.verdict == Verdict.CONNECT_FAILED && attempt.asksFor(Source.CONNECTED)) {
            List<String> broken = broken(attempt, now, false);
            return new Opinion(broken.isEmpty() ? Verdict.UP : opinion.verdict, opinion.message, broken);
        }
        return opinion;
    }

    private static Opinion reason(Attempt attempt, Exception failure) {
        if (failure instanceof AddressRefusedException refused) {
            return new Opinion(Verdict.NOT_ALLOWED, attempt.redirected()
                    ? "the address that it redirects to " + refused.reason()
                    : String.valueOf(refused.getMessage()));
        }
        if (failure instanceof Trusts.TrustStoreException) {
            return new Opinion(Verdict.TLS_FAILED, String.valueOf(failure.getMessage()));
        }
        if (attempt.aborted() || failure instanceof SocketTimeoutException) {
            return late(attempt);
        }
        if (attempt.target().kind() == ProbeTarget.Kind.DNS) {
            return new Opinion(Verdict.DNS_FAILED, "no DNS answer from %s: %s".formatted(resolver(attempt),
                    text(failure)));
        }
        return switch (attempt.phase()) {
            case NAME -> new Opinion(Verdict.DNS_FAILED, failure instanceof UnknownHostException
                    ? "host %s is not known".formatted(failure.getMessage())
                    : "name lookup failed: " + text(failure));
            case CONNECT -> new Opinion(Verdict.CONNECT_FAILED, failure instanceof ConnectException
                    && String.valueOf(failure.getMessage()).contains("refused")
                            ? "connection to %s refused".formatted(where(attempt))
                            : "connection to %s failed: %s".formatted(where(attempt), text(failure)));
            case TLS -> new Opinion(Verdict.TLS_FAILED, attempt.certificateProblem != null
                    ? attempt.certificateProblem
                    : "TLS handshake failed: " + text(failure));
            case ANSWER, HEADER, BODY -> garbled(failure, attempt.quotes());
        };
    }

    private static Opinion garbled(Exception thrown, boolean quotes) {
        // the client wraps what is wrong with an answer, and its own message is empty
        Exception failure = thrown instanceof ClientProtocolException
                && thrown.getCause() instanceof HttpException cause
                        ? cause
                        : thrown;
        if (failure instanceof RedirectLoopException) {
            return new Opinion(Verdict.REDIRECT_LOOP, text(failure));
        }
        if (failure instanceof NoHttpResponseException) {
            return new Opinion(Verdict.PROTOCOL_ERROR, "closed the connection without an answer");
        }
        if (failure instanceof ConnectionClosedException) {
            return new Opinion(Verdict.PROTOCOL_ERROR, "closed the connection before its answer was complete");
        }
        if (failure instanceof HttpException || failure instanceof IOException) {
            String what = text(failure);
            return new Opinion(Verdict.PROTOCOL_ERROR, "no proper answer: " + Texts.shortened(
                    quotes || failure instanceof SocketException ? what : QUOTE.matcher(what).replaceFirst(""),
                    LONGEST_REASON));
        }
        return new Opinion(Verdict.PROTOCOL_ERROR,
                "the probe itself failed: " + (quotes ? failure : failure.getClass().getSimpleName()));
    }

    private static Opinion late(Attempt attempt) {
        long limit = attempt.target().timeout().toMillis();
        if (attempt.target().kind() == ProbeTarget.Kind.DNS) {
            return new Opinion(Verdict.DNS_FAILED, "no DNS answer from %s within %d ms".formatted(resolver(attempt),
                    limit));
        }
        return switch (attempt.phase()) {
            case NAME -> new Opinion(Verdict.DNS_FAILED, "no answer to the lookup of %s within %d ms"
                    .formatted(attempt.target().host(), limit));
            case CONNECT -> new Opinion(Verdict.CONNECT_FAILED, "no connection to %s within %d ms"
                    .formatted(where(attempt), Math.min(limit, attempt.target().connectTimeout().toMillis())));
            case TLS -> new Opinion(Verdict.TIMED_OUT, "connected, but no TLS handshake within %d ms".formatted(limit));
            case ANSWER -> new Opinion(Verdict.TIMED_OUT, "connected, but no answer within %d ms".formatted(limit));
            case HEADER -> new Opinion(Verdict.TIMED_OUT,
                    "the answer's header was not complete within %d ms".formatted(limit));
            case BODY ->
                new Opinion(Verdict.TIMED_OUT, "the answer's body was not complete within %d ms (%d bytes came)"
                        .formatted(limit, attempt.bodyBytes));
        };
    }

    private List<String> broken(Attempt attempt, Instant now, boolean connected) {
        List<Condition> conditions = attempt.target().conditions();
        if (conditions.isEmpty()) {
            return List.of();
        }
        Duration left = attempt.certificate == null
                ? null
                : Duration.between(now, attempt.certificate.getNotAfter().toInstant());
        Observation seen = new Observation(connected, attempt.ip, attempt.status, attempt.headers, attempt.body,
                attempt.totalMs(), left, attempt.dnsRcode);
        try (Budget _ = Budget.open(FEW_STEPS)) {
            Evaluation evaluation = new Evaluation(seen, attempt.quotes());
            return conditions.stream().map(evaluation::judge).filter(result -> !result.holds())
                    .map(Result::explanation).toList();
        } catch (Budget.ExhaustedException tooMuch) {
            return await(threads.submit(() -> patiently(conditions, seen, attempt.quotes())), attempt.runLeftNanos());
        }
    }

    private static List<String> patiently(List<Condition> conditions, Observation seen, boolean quotes) {
        List<String> broken = new ArrayList<>();
        Evaluation evaluation = new Evaluation(seen, quotes);
        try (Budget _ = Budget.open(MOST_STEPS)) {
            for (Condition condition : conditions) {
                try {
                    Result result = evaluation.judge(condition);
                    if (!result.holds()) {
                        broken.add(result.explanation());
                    }
                } catch (Budget.ExhaustedException tooMuch) {
                    broken.add("%s but judging it %s".formatted(condition, tooMuch.getMessage()));
                }
            }
        }
        return broken;
    }

    /// @return the outcome; where the run ends before that, anything, because nobody takes it
    private static List<String> await(Future<List<String>> work, long nanos) {
        try {
            return work.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            work.cancel(true);
            return List.of("not judged in time");
        } catch (InterruptedException stopped) {
            work.cancel(true);
            Thread.currentThread().interrupt();
            return List.of("not judged in time");
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the conditions cannot be judged", failed.getCause());
        }
    }

    private static String where(Attempt attempt) {
        return attempt.peer == null ? attempt.target().host() : attempt.peer;
    }

    private static String resolver(Attempt attempt) {
        DnsQuery query = attempt.target().dns();
        return query == null || query.resolver() == null ? "the system's resolver" : query.resolver();
    }

    private static String text(Exception failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private record Opinion(Verdict verdict, String message, List<String> failedConditions) {

        Opinion(Verdict verdict, String message) {
            this(verdict, message, List.of());
        }
    }
}

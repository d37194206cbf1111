package ink.dreamnet.halo.endpoint.probe;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.endpoint.probe.Operand.Source;
import ink.dreamnet.halo.http.Provenance;
import org.jspecify.annotations.Nullable;

/// One probe of one target under way: what it has seen so far, and how to end it hard.
///
/// A prober fills it on its own thread. [#abort()] may come from any other thread and closes whatever the probe has
/// open, so that no server can hold a probe longer than its time.
final class Attempt {

    /// The attempt that the current thread works for, for the hooks of the HTTP client.
    static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

    private final ProbeTarget target;
    private final long started = System.nanoTime();
    private final long endBy;
    private final long runEndsBy;
    private final boolean cutShort;
    private final List<Closeable> open = new ArrayList<>(2);
    private boolean aborted;

    private Phase phase = Phase.NAME;
    private long phaseStarted = started;
    private final long[] took = new long[Phase.values().length];
    private long ended;
    private boolean dialled;
    private boolean redirected;

    @Nullable
    String peer;
    @Nullable
    String ip;
    @Nullable
    Integer status;
    Map<String, String> headers = Map.of();
    @Nullable
    String body;
    int bodyBytes;
    @Nullable
    String dnsRcode;
    @Nullable
    X509Certificate certificate;
    @Nullable
    String certificateProblem;

    /// @param target what is probed
    /// @param runEndsBy the [System#nanoTime()] at which the whole run ends
    Attempt(ProbeTarget target, long runEndsBy) {
        this.target = target;
        long own = started + target.timeout().toNanos();
        this.runEndsBy = runEndsBy;
        this.cutShort = runEndsBy - own < 0;
        this.endBy = cutShort ? runEndsBy : own;
    }

    ProbeTarget target() {
        return target;
    }

    /// @return whether the result may quote what the target answered. Who could have HALO look at any address and quote what it finds
    ///         would read it there.
    boolean quotes() {
        return target.provenance() == Provenance.CONFIGURATION;
    }

    Phase phase() {
        return phase;
    }

    /// Starts the next phase. What the current one took stays noted.
    void enter(Phase next) {
        long now = System.nanoTime();
        took[phase.ordinal()] = Math.max(1, now - phaseStarted);
        phase = next;
        phaseStarted = now;
    }

    /// Goes where an answer redirected to.
    void follow() {
        redirected = true;
        restart();
    }

    boolean redirected() {
        return redirected;
    }

    /// Forgets the phases of a hop whose redirect is followed, or of a stale connection.
    void restart() {
        Arrays.fill(took, 0);
        phase = Phase.NAME;
        phaseStarted = System.nanoTime();
        ip = null;
        status = null;
        headers = Map.of();
    }

    /// Skips to the request: unless [#dialling()] follows, it goes over a connection that was open already.
    void requesting() {
        dialled = false;
        phase = Phase.ANSWER;
        phaseStarted = System.nanoTime();
    }

    /// A new connection is needed.
    void dialling() {
        dialled = true;
        phase = Phase.NAME;
        phaseStarted = System.nanoTime();
    }

    /// @return whether the current exchange goes over a connection opened for it
    boolean dialled() {
        return dialled;
    }

    /// @return whether a condition of the target asks for it
    boolean asksFor(Source source) {
        for (Condition condition : target.conditions()) {
            if (condition.mentions(source)) {
                return true;
            }
        }
        return false;
    }

    /// Notes the first byte of the answer.
    void answered() {
        if (phase == Phase.ANSWER) {
            enter(Phase.HEADER);
        }
    }

    void end() {
        ended = System.nanoTime();
    }

    /// @return nanoseconds until the attempt must end, at least 1
    long remainingNanos() {
        return Math.max(1, endBy - System.nanoTime());
    }

    /// @return nanoseconds until the whole run ends, at least 0
    long runLeftNanos() {
        return Math.max(0, runEndsBy - System.nanoTime());
    }

    /// @return the shorter of a limit and what remains, in whole milliseconds, at least 1. What remains is rounded up:
    ///         an attempt that ended before the end of the run would count as the target's own failure.
    int limitMillis(Duration limit) {
        return (int) Math.max(1, Math.min(limit.toMillis(), (remainingNanos() + 999_999) / 1_000_000));
    }

    /// Puts something into reach of [#abort()].
    ///
    /// @throws SocketException where the attempt was aborted already; the thing is closed
    void reach(Closeable thing) throws IOException {
        synchronized (open) {
            if (!aborted) {
                open.add(thing);
                return;
            }
        }
        thing.close();
        throw new SocketException("The probe's time is over");
    }

    /// Ends the attempt at once by closing what it has open.
    void abort() {
        List<Closeable> things;
        synchronized (open) {
            aborted = true;
            things = List.copyOf(open);
        }
        for (Closeable thing : things) {
            try {
                thing.close();
            } catch (IOException _) {
                // it is closed all the same
            }
        }
    }

    boolean aborted() {
        synchronized (open) {
            return aborted;
        }
    }

    /// @return whether the end of the run, not the attempt's own timeout, ended it, so that it says nothing
    boolean cutShort() {
        return cutShort && (aborted() || endBy - System.nanoTime() <= 0);
    }

    BigDecimal totalMs() {
        return BigDecimal.valueOf(ended - started).divide(BigDecimal.valueOf(1_000_000), 1, RoundingMode.HALF_UP);
    }

    Duration total() {
        return Duration.ofNanos(ended - started);
    }

    Timings timings() {
        return new Timings(ms(took[Phase.NAME.ordinal()]), ms(took[Phase.CONNECT.ordinal()]),
                ms(took[Phase.TLS.ordinal()]), ms(took[Phase.ANSWER.ordinal()]), ms(ended - started));
    }

    private static @Nullable Double ms(long nanos) {
        return nanos == 0 ? null : Math.round(nanos / 100_000.0) / 10.0;
    }

    /// What a probe is doing.
    enum Phase {
        /// resolving the host's name
        NAME,
        /// connecting
        CONNECT,
        /// the TLS handshake
        TLS,
        /// sending the request and waiting for the first byte
        ANSWER,
        /// reading the answer's header
        HEADER,
        /// reading the answer's body
        BODY
    }
}

package ink.dreamnet.halo.web.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/// A connection whose time-outs bound the whole of what is awaited, not the time between two bytes, so that nobody holds it by
/// sending slowly.
///
/// Tomcat's poller closes a connection when its read time-out has passed since `getLastRead()`. Here that is the moment when
/// the wait began: for a request's line and headers, for the next request, or for more of a body.
class Connection extends NioSocketWrapper {

    private enum Awaited {
        /// The line and the headers of a request, of which a part may be there.
        HEADERS,
        /// The next request, of which nothing is there.
        REQUEST,
        /// Nothing: a request is being answered.
        NOTHING
    }

    private final OpenConnections connections;
    private final @Nullable String sender;
    private final long bodyNanos;
    private volatile Awaited awaited = Awaited.HEADERS;
    private Awaited before = Awaited.HEADERS;
    private long waitsSinceNanos = System.nanoTime();
    private boolean answered;
    private boolean readsBody;
    private boolean bodyTooSlow;
    private long bodyNanosLeft;

    /// @param sender see [OpenConnections#sender]
    Connection(NioChannel channel, NioEndpoint endpoint, OpenConnections connections, @Nullable String sender) {
        super(channel, endpoint);
        this.connections = connections;
        this.sender = sender;
        this.bodyNanos = connections.limits().bodyTimeout().toNanos();
        this.bodyNanosLeft = bodyNanos;
    }

    @Nullable
    String sender() {
        return sender;
    }

    /// @return whether it would lose no answer if it were closed now
    boolean awaitsRequest() {
        return awaited != Awaited.NOTHING;
    }

    /// Closes it, unless a request has arrived in the meantime.
    ///
    /// @return whether it is closed
    boolean closeUnlessServed() {
        // whoever serves the connection holds the lock, and looks whether it is closed after taking it
        if (!getLock().tryLock()) {
            return false;
        }
        try {
            if (!awaitsRequest()) {
                return false;
            }
            close();
            return true;
        } finally {
            getLock().unlock();
        }
    }

    /// Tomcat takes the processor when bytes have arrived, before it reads them.
    @Override
    public Object takeCurrentProcessor() {
        if (awaited != Awaited.NOTHING) {
            before = awaited;
            awaited = Awaited.NOTHING;
        }
        bodyNanosLeft = bodyNanos;
        return super.takeCurrentProcessor();
    }

    /// Tomcat asks for more bytes while it waits for a body, and when it is done with what has arrived.
    @Override
    public void registerReadInterest() {
        if (!readsBody) {
            if (answered || before == Awaited.REQUEST) {
                before = answered ? Awaited.REQUEST : Awaited.HEADERS;
                beginWait();
            }
            answered = false;
            awaited = before;
            // the poller may miss it: it does not look at connections of which bytes have just arrived
            if (overdue()) {
                setError(new SocketTimeoutException());
                if (!getEndpoint().processSocket(this, SocketEvent.ERROR, true)) {
                    close();
                }
                return;
            }
        }
        super.registerReadInterest();
    }

    private void beginWait() {
        waitsSinceNanos = System.nanoTime();
        super.updateLastRead();
    }

    private boolean overdue() {
        return getReadTimeout() > 0
                && System.nanoTime() - waitsSinceNanos > TimeUnit.MILLISECONDS.toNanos(getReadTimeout());
    }

    /// Keeps the moment when the wait began.
    @Override
    public void updateLastRead() {
        // not for each byte
    }

    @Override
    public void updateLastWrite() {
        answered = true;
        if (!bodyTooSlow) {
            bodyNanosLeft = bodyNanos;
        }
        super.updateLastWrite();
    }

    @Override
    public int read(boolean block, byte[] into, int offset, int length) throws IOException {
        return block ? timed(() -> super.read(true, into, offset, length)) : super.read(false, into, offset, length);
    }

    @Override
    public int read(boolean block, ByteBuffer into) throws IOException {
        return block ? timed(() -> super.read(true, into)) : super.read(false, into);
    }

    /// Only bodies are read in this way.
    private int timed(Read read) throws IOException {
        long patience = getReadTimeout();
        beginWait();
        long begun = waitsSinceNanos;
        setReadTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(bodyNanosLeft)));
        readsBody = true;
        try {
            if (bodyNanosLeft <= 0) {
                throw new SocketTimeoutException();
            }
            return read.into();
        } catch (SocketTimeoutException late) {
            bodyTooSlow = true;
            throw late;
        } finally {
            readsBody = false;
            bodyNanosLeft -= System.nanoTime() - begun;
            setReadTimeout(patience);
        }
    }

    @Override
    protected void doClose() {
        boolean headersTooSlow = before == Awaited.HEADERS && !answered && getError() instanceof SocketTimeoutException;
        connections.closed(this, bodyTooSlow
                ? CloseReason.BODY_TIMEOUT
                : headersTooSlow ? CloseReason.HEADER_TIMEOUT : null);
        super.doClose();
    }

    private interface Read {

        int into() throws IOException;
    }
}

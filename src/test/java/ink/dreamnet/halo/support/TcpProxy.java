package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Stands between HALO and a server on the loopback address, and does to their connections what a network does: it cuts them,
/// slows them down, or freezes them without a word.
public final class TcpProxy implements AutoCloseable {

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean away;
    private volatile Duration delay = Duration.ZERO;

    private TcpProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    /// Starts one in front of a port of this machine.
    public static TcpProxy before(int port) {
        try {
            TcpProxy proxy = new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().name("proxy").start(proxy::accept);
            return proxy;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// @return where it listens
    public int port() {
        return server.getLocalPort();
    }

    /// From now on what is sent over the present connections arrives nowhere; they stay open. New ones pass.
    public void freeze() {
        connections.forEach(connection -> connection.frozen.set(true));
    }

    /// The present connections freeze when that much more was sent to the server over each, in the middle of what is sent.
    public void freezeAfter(long bytes) {
        connections.forEach(connection -> connection.left.set(bytes));
    }

    /// Cuts the present connections. New ones pass.
    public void cut() {
        connections.forEach(Connection::close);
    }

    /// Cuts all connections, and each new one at once, until [#back].
    public void away() {
        away = true;
        cut();
    }

    /// From now on each part of what is sent, either way, arrives so much later.
    public void slow(Duration by) {
        delay = by;
    }

    /// Lets new connections pass again.
    public void back() {
        away = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException closed) {
                // the loop ends
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket remote;
        try {
            remote = new Socket(target.getAddress(), target.getPort());
        } catch (IOException refused) {
            client.close();
            return;
        }
        Connection connection = new Connection(client, remote);
        connections.add(connection);
        if (away) {
            connection.close();
        } else {
            connection.pass(client, remote);
            connection.pass(remote, client);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        connections.forEach(Connection::close);
    }

    private final class Connection {

        private final Socket client;
        private final Socket remote;
        private final AtomicBoolean frozen = new AtomicBoolean();
        private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

        Connection(Socket client, Socket remote) {
            this.client = client;
            this.remote = remote;
        }

        void pass(Socket from, Socket to) {
            Thread.ofVirtual().name("proxy-connection").start(() -> {
                byte[] buffer = new byte[16384];
                try {
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream();
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        LockSupport.parkNanos(delay.toNanos());
                        if (from == client && left.addAndGet(-read) < 0) {
                            frozen.set(true);
                        }
                        if (!frozen.get()) {
                            out.write(buffer, 0, read);
                            out.flush();
                        }
                    }
                } catch (IOException ended) {
                    // both ends are closed below
                }
                // the end of one side of a frozen connection does not reach the other
                if (!frozen.get()) {
                    close();
                }
            });
        }

        void close() {
            connections.remove(this);
            for (Socket socket : new Socket[]{client, remote}) {
                try {
                    socket.close();
                } catch (IOException closed) {
                    // it is
                }
            }
        }
    }
}

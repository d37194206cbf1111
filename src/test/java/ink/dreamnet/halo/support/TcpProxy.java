package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands between HALO and a server on the loopback address, and does to their connections what a network does: it cuts them,
/// or freezes them without a word.
public final class TcpProxy implements AutoCloseable {

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

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

    /// Cuts all connections, and each new one at once, until [#back].
    public void away() {
        away = true;
        connections.forEach(Connection::close);
    }

    /// Lets new connections pass again.
    public void back() {
        away = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Connection connection = new Connection(client, new Socket(target.getAddress(), target.getPort()));
                connections.add(connection);
                if (away) {
                    connection.close();
                } else {
                    connection.pass(connection.client, connection.remote);
                    connection.pass(connection.remote, connection.client);
                }
            } catch (IOException refused) {
                // the client sees it too
            }
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

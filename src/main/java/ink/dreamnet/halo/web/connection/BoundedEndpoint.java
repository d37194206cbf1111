package ink.dreamnet.halo.web.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.collections.SynchronizedStack;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a connection where [OpenConnections] has room for it, and closes it at once where not.
class BoundedEndpoint extends NioEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedEndpoint.class);
    /// How long a client may leave an answer unread, as Tomcat by default.
    private static final int WRITE_TIMEOUT_MS = 60_000;

    private @Nullable OpenConnections open;

    void bound(OpenConnections connections) {
        open = connections;
        // a connection beyond Tomcat's own bound would wait in the dark
        setMaxConnections(-1);
    }

    /// As in [NioEndpoint], but with a [Connection] of our own.
    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (open == null) {
            return super.setSocketOptions(socket);
        }
        Connection connection = null;
        try {
            String sender = open.sender(socket.socket().getInetAddress());
            if (!open.makeRoom(sender)) {
                destroySocket(socket);
                return false;
            }
            NioChannel channel = channel();
            connection = new Connection(channel, this, open, sender);
            channel.reset(socket, connection);
            connections.put(socket, connection);
            open.opened(connection);
            socket.configureBlocking(false);
            socketProperties.setProperties(socket.socket());
            connection.setReadTimeout(getConnectionTimeout());
            connection.setWriteTimeout(WRITE_TIMEOUT_MS);
            connection.setKeepAliveLeft(getMaxKeepAliveRequests());
            getPoller().register(connection);
            return true;
        } catch (IOException | RuntimeException failed) {
            LOG.warn("A connection could not be taken", failed);
            if (connection == null) {
                destroySocket(socket);
            }
            // the acceptor closes it
            return false;
        }
    }

    private NioChannel channel() {
        SynchronizedStack<NioChannel> cache = getNioChannels();
        NioChannel cached = cache == null ? null : cache.pop();
        return cached != null
                ? cached
                : createChannel(new SocketBufferHandler(socketProperties.getAppReadBufSize(),
                        socketProperties.getAppWriteBufSize(), socketProperties.getDirectBuffer()));
    }
}

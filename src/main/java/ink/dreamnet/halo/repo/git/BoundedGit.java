package ink.dreamnet.halo.repo.git;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.http.Reach;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackTransport;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TcpTransport;
import org.eclipse.jgit.transport.URIish;

/// Fetches over `git://` as JGit does, but within [PacketBounds]: JGit's own transport lets nobody at its socket.
final class BoundedGit extends TcpTransport implements PackTransport {

    static final String SCHEME = "git";

    private static final int PORT = 9418;

    private final Reach reach;

    BoundedGit(Repository local, URIish remote, Reach reach) {
        super(local, remote);
        this.reach = reach;
    }

    @Override
    public FetchConnection openFetch() throws TransportException {
        return new Connection();
    }

    @Override
    public FetchConnection openFetch(Collection<RefSpec> refs, String... tags) throws TransportException {
        return new Connection();
    }

    @Override
    public PushConnection openPush() throws NotSupportedException {
        throw new NotSupportedException("HALO pushes nothing");
    }

    @Override
    public void close() {
        // each connection closes its own socket
    }

    private final class Connection extends BasePackFetchConnection {

        private final Socket socket = new Socket(Proxy.NO_PROXY);

        Connection() throws TransportException {
            super(BoundedGit.this);
            int port = uri.getPort() > 0 ? uri.getPort() : PORT;
            try {
                socket.connect(new InetSocketAddress(reach.resolve(uri.getHost())[0], port),
                        (int) TimeUnit.SECONDS.toMillis(getTimeout()));
                init(PacketBounds.ofBoth(new BufferedInputStream(socket.getInputStream())),
                        new BufferedOutputStream(socket.getOutputStream()));
                pckOut.writeString("git-upload-pack %s\0host=%s%s\0".formatted(uri.getPath(), uri.getHost(),
                        port == PORT ? "" : ":" + port));
                pckOut.flush();
            } catch (IOException failed) {
                close();
                throw new TransportException(uri, String.valueOf(failed.getMessage()), failed);
            }
            readAdvertisedRefs();
        }

        @Override
        public void close() {
            super.close();
            try {
                socket.close();
            } catch (IOException closed) {
                // nothing is sent any more
            }
        }
    }
}

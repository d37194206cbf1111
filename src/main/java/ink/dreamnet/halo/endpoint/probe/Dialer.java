package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLSocket;

import ink.dreamnet.halo.endpoint.probe.Attempt.Phase;

/// Opens connections for probes, and notes in their [Attempt] how long each phase took.
final class Dialer {

    private final HostResolver resolver;

    Dialer(HostResolver resolver) {
        this.resolver = resolver;
    }

    /// Resolves a name and connects to the first of its addresses that answers.
    ///
    /// @return a connected socket that the attempt can abort
    Socket connect(Attempt attempt, String host, int port) throws IOException {
        attempt.peer = host + ":" + port;
        InetAddress[] addresses;
        try {
            addresses = resolver.resolve(host, attempt.remainingNanos());
        } catch (TimeoutException e) {
            SocketTimeoutException timeout = new SocketTimeoutException("name lookup");
            timeout.initCause(e);
            throw timeout;
        }
        attempt.enter(Phase.CONNECT);
        IOException last = null;
        for (InetAddress address : addresses) {
            attempt.ip = address.getHostAddress();
            Socket socket = new Socket(Proxy.NO_PROXY);
            attempt.reach(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port),
                        attempt.limitMillis(attempt.target().connectTimeout()));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
                if (attempt.aborted()) {
                    break;
                }
            }
        }
        throw last == null ? new UnknownHostException(host) : last;
    }

    /// Speaks TLS over a connected socket. The server's certificate is noted in the attempt, also when it is refused.
    SSLSocket secure(Attempt attempt, Socket socket, String host, int port, Trust trust) throws IOException {
        attempt.enter(Phase.TLS);
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        SSLSocket secured = (SSLSocket) trust.context().getSocketFactory().createSocket(socket, name, port, true);
        secured.setSoTimeout(attempt.limitMillis(attempt.target().timeout()));
        secured.startHandshake();
        if (attempt.certificate == null) {
            attempt.certificate = Trust.certificateOf(secured.getSession());
        }
        trust.checkHost(attempt, name);
        return secured;
    }
}

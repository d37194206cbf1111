package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import ink.dreamnet.halo.endpoint.probe.Attempt.Phase;

/// Opens connections for probes, to addresses that HALO may connect to, and notes in their [Attempt] how long each phase took.
final class Dialer {

    /// Addresses are not named (RFC 6066, section 3).
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

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
            addresses = resolver.resolve(host, attempt.target().provenance(), attempt.remainingNanos());
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
        nameHost(secured, name);
        secured.setSoTimeout(attempt.limitMillis(attempt.target().timeout()));
        secured.startHandshake();
        if (attempt.certificate == null) {
            attempt.certificate = Trust.certificateOf(secured.getSession());
        }
        trust.checkHost(attempt, name);
        return secured;
    }

    /// Names the host to the server (RFC 6066, section 3). By itself, the JDK does so only where the name has a dot.
    private static void nameHost(SSLSocket socket, String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (!name.isEmpty() && !ADDRESS.matcher(name).matches()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name.getBytes(StandardCharsets.UTF_8))));
            socket.setSSLParameters(parameters);
        }
    }
}

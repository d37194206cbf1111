package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

import ink.dreamnet.halo.endpoint.probe.Attempt.Phase;

/// Connects, for `tcp:` targets; for `tls:` targets also speaks TLS and looks at the certificate.
final class TcpProber implements Prober {

    private final Dialer dialer;
    private final Trusts trusts;

    TcpProber(Dialer dialer, Trusts trusts) {
        this.dialer = dialer;
        this.trusts = trusts;
    }

    @Override
    public void probe(Attempt attempt) throws IOException {
        ProbeTarget target = attempt.target();
        URI url = target.url();
        try (Socket socket = dialer.connect(attempt, url.getHost(), url.getPort())) {
            if (target.kind() == ProbeTarget.Kind.TLS) {
                dialer.secure(attempt, socket, url.getHost(), url.getPort(), trusts.of(target));
            }
            attempt.enter(Phase.ANSWER);
        }
    }
}

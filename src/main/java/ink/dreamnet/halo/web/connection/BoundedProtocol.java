package ink.dreamnet.halo.web.connection;

import org.apache.coyote.http11.Http11NioProtocol;

/// HTTP/1.1 on connections that are bounded. Tomcat makes it by the name of its class.
public class BoundedProtocol extends Http11NioProtocol {

    /// Makes one that bounds nothing yet.
    public BoundedProtocol() {
        super(new BoundedEndpoint());
    }

    void bound(OpenConnections connections) {
        ((BoundedEndpoint) getEndpoint()).bound(connections);
    }
}

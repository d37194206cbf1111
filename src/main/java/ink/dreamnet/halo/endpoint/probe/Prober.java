package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;

import org.apache.hc.core5.http.HttpException;

/// Looks at a target once.
@FunctionalInterface
interface Prober {

    /// Notes in the attempt what it sees, on the calling thread. Whatever it opens is in reach of [Attempt#abort()], and
    /// closed or back in a pool when it returns.
    ///
    /// @throws IOException where there was no complete answer
    /// @throws HttpException where the answer was not HTTP
    void probe(Attempt attempt) throws IOException, HttpException;
}

package ink.dreamnet.halo.registry.source;

import java.io.IOException;
import java.io.InputStream;

/// Reads the body of a successful answer.
///
/// @param <T> the result
@FunctionalInterface
public interface SourceReader<T> {

    /// Reads a body. It is called on a thread of the pull's own, and again after a failure that may pass.
    ///
    /// @param body the body; reading more of it than the source's bound fails. It need not be closed.
    /// @throws IOException where it cannot be read to its end
    /// @throws SourceFailedException where it is not what it should be
    T read(InputStream body) throws IOException, SourceFailedException;
}

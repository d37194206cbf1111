package ink.dreamnet.halo.registry.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that may be read only so far.
final class BoundedBody extends FilterInputStream {

    private final long limit;
    private long left;

    BoundedBody(InputStream body, long limit) {
        super(body);
        this.limit = limit;
        this.left = limit;
    }

    /// Thrown where a body is larger than allowed.
    static final class TooLargeException extends IOException {

        private final long limit;

        TooLargeException(long limit) {
            this.limit = limit;
        }

        long limit() {
            return limit;
        }
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    /// Does nothing: closing the body early would read the rest of it.
    @Override
    public void close() {
    }

    private void count(int bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new TooLargeException(limit);
        }
    }
}

package ink.dreamnet.halo.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that may be read only so far.
final class BoundedBody extends FilterInputStream {

    private final long limit;
    private long left;
    private boolean ended;

    BoundedBody(InputStream body, long limit) {
        super(body);
        this.limit = limit;
        this.left = limit;
    }

    /// @return whether it was read to its end
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(read);
        return read;
    }

    /// Does nothing: closing the body early would read the rest of it.
    @Override
    public void close() {
    }

    private void count(int read) throws CallFailedException {
        ended |= read < 0;
        left -= Math.max(0, read);
        if (left < 0) {
            throw new CallFailedException("its answer is larger than %d bytes".formatted(limit), false);
        }
    }
}

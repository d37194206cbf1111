package ink.dreamnet.halo.endpoint.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.ProtocolException;

/// Reads the body of an answer up to a cap, and makes a text of it for the conditions. Nobody asks for compression, but some
/// servers compress all the same: `gzip` and `deflate` are undone, and of what comes out no more is read than of anything else.
final class ReceivedBody {

    /// Of a `deflate` body that has the wrapper of RFC 1950: the method in its first byte.
    private static final int ZLIB_METHOD = 8;
    /// The first two bytes of that wrapper are a multiple of this.
    private static final int ZLIB_CHECK = 31;

    private final HttpEntity entity;
    private final int cap;

    /// @param cap how many bytes are read at most, and as many of what they unpack to
    ReceivedBody(HttpEntity entity, int cap) {
        this.entity = entity;
        this.cap = cap;
    }

    /// @return whether the body ended before the cap
    boolean skip(Attempt attempt) throws IOException {
        InputStream in = entity.getContent();
        byte[] bytes = new byte[Math.min(4096, initialSize())];
        int read = 0;
        while (attempt.bodyBytes < cap && read >= 0) {
            read = in.read(bytes, 0, Math.min(bytes.length, cap - attempt.bodyBytes));
            attempt.bodyBytes += Math.max(0, read);
        }
        return read < 0 || in.read() < 0;
    }

    /// Puts the text into the attempt.
    ///
    /// @return whether the body ended before the cap
    boolean read(Attempt attempt) throws IOException, ProtocolException {
        CappedStream raw = new CappedStream(entity.getContent(), attempt);
        byte[] bytes = new byte[initialSize()];
        int size = 0;
        InputStream in = decoded(raw);
        try {
            int read = 0;
            while (size < cap && read >= 0) {
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.min(cap, size * 2));
                }
                read = in.read(bytes, size, Math.min(bytes.length - size, cap - size));
                size += Math.max(0, read);
            }
        } catch (ZipException damaged) {
            throw new ProtocolException("the body is not the %s that its Content-Encoding names".formatted(encoding()),
                    damaged);
        } catch (CapReached _) {
            // what was unpacked up to there is judged
        }
        attempt.body = text(bytes, size);
        return raw.ended();
    }

    private InputStream decoded(CappedStream raw) throws IOException, ProtocolException {
        String encoding = encoding();
        if (!encoding.equals("gzip") && !encoding.equals("x-gzip") && !encoding.equals("deflate")) {
            return raw;
        }
        BufferedInputStream in = new BufferedInputStream(raw, 512);
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        if (first < 0) {
            return in;
        }
        if (encoding.equals("deflate")) {
            boolean wrapped = (first & 0xf) == ZLIB_METHOD && (first * 256 + second) % ZLIB_CHECK == 0;
            return new InflaterInputStream(in, new Inflater(!wrapped));
        }
        try {
            return new GZIPInputStream(in);
        } catch (ZipException damaged) {
            throw new ProtocolException("the body is not the gzip that its Content-Encoding names", damaged);
        }
    }

    private String encoding() {
        String encoding = entity.getContentEncoding();
        return encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    }

    private String text(byte[] bytes, int size) {
        // a byte order mark is no part of the text (RFC 8259, 8.1)
        boolean marked = size >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        return marked ? new String(bytes, 3, size - 3, StandardCharsets.UTF_8) : new String(bytes, 0, size, charset());
    }

    private int initialSize() {
        long length = entity.getContentLength();
        return (int) Math.min(cap, length < 0 ? 4096 : Math.max(16, length));
    }

    private Charset charset() {
        try {
            ContentType type = ContentType.parseLenient(entity.getContentType());
            return type == null ? StandardCharsets.UTF_8 : type.getCharset(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return StandardCharsets.UTF_8;
        }
    }

    /// Thrown where a compressed body is longer than the cap.
    private static final class CapReached extends IOException {
    }

    /// The bytes that the server sends, no more than the cap.
    private final class CappedStream extends InputStream {

        private final InputStream in;
        private final Attempt attempt;

        CappedStream(InputStream in, Attempt attempt) {
            this.in = in;
            this.attempt = attempt;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (attempt.bodyBytes >= cap) {
                throw new CapReached();
            }
            int read = in.read(bytes, from, Math.min(length, cap - attempt.bodyBytes));
            attempt.bodyBytes += Math.max(0, read);
            return read;
        }

        /// @return whether nothing follows
        boolean ended() throws IOException {
            return in.read() < 0;
        }
    }
}

package ink.dreamnet.halo.http;

import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/// Reads the heads of the answers on one connection, of which no server decides how long they are; the client's own bounds are none.
/// A server that never pauses would be read until the call's time is up, by a virtual thread that never parks, and as much would
/// be kept.
public class AnswerHeads extends DefaultHttpResponseParser {

    /// The bounds of lines (16 KB) and headers (200), also of those after a body.
    private static final Http1Config LIMITS = Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200)
            .setBufferSize(2 * 1024).build();

    private static final int MOST_INFORMATIONAL = 20;

    private int informational;

    public AnswerHeads() {
        super(LIMITS);
    }

    /// @param parsers one for each connection, of this class
    /// @return what makes a client's connections, which read no more than the bounds
    public static ManagedHttpClientConnectionFactory connections(
            HttpMessageParserFactory<ClassicHttpResponse> parsers) {
        return ManagedHttpClientConnectionFactory.builder().http1Config(LIMITS).responseParserFactory(parsers).build();
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        ClassicHttpResponse response = super.parse(buffer, in);
        informational = response != null && response.getCode() < HttpStatus.SC_SUCCESS ? informational + 1 : 0;
        if (informational > MOST_INFORMATIONAL) {
            throw new ProtocolException("it sent informational answers (1xx) without end");
        }
        return response;
    }
}

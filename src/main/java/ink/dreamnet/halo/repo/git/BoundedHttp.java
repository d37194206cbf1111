package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/// HTTP connections whose answers JGit parses in memory, bounded before it does: after decompression, by [PacketBounds].
/// An answer that is not git's smart protocol is refused, because JGit would read it by other, unbounded ways.
final class BoundedHttp implements HttpConnectionFactory {

    private static final String ADVERTISEMENT = "application/x-git-upload-pack-advertisement";
    private static final String RESULT = "application/x-git-upload-pack-result";
    private static final String ENCODING = "content-encoding";

    private final HttpConnectionFactory connections = new JDKHttpConnectionFactory();

    @Override
    public HttpConnection create(URL url) throws IOException {
        return bounded(connections.create(url));
    }

    @Override
    public HttpConnection create(URL url, java.net.@Nullable Proxy proxy) throws IOException {
        return bounded(connections.create(url, proxy));
    }

    private static HttpConnection bounded(HttpConnection connection) {
        return (HttpConnection) Proxy.newProxyInstance(BoundedHttp.class.getClassLoader(),
                new Class<?>[]{HttpConnection.class}, (_, method, arguments) -> switch (method.getName()) {
                    case "getInputStream" -> content(connection);
                    case "getHeaderField" -> isEncoding(arguments) ? null : call(method, connection, arguments);
                    default -> call(method, connection, arguments);
                });
    }

    /// @return whether the header is asked for that says how the content is compressed; [#content] has dealt with that
    private static boolean isEncoding(Object[] arguments) {
        return String.valueOf(arguments[0]).toLowerCase(Locale.ROOT).equals(ENCODING);
    }

    private static @Nullable Object call(Method method, HttpConnection connection, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof StackOverflowError endless) {
                // the JDK's client calls itself for each of them
                throw new IOException("it sent informational answers (1xx) without end", endless);
            }
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }

    private static InputStream content(HttpConnection connection) throws IOException {
        String type = connection.getContentType();
        if (!ADVERTISEMENT.equals(type) && !RESULT.equals(type)) {
            throw new IOException("it does not speak git's smart HTTP protocol (the type is '%s')".formatted(type));
        }
        InputStream raw = connection.getInputStream();
        InputStream plain = "gzip".equals(connection.getHeaderField(ENCODING)) ? new GZIPInputStream(raw) : raw;
        return ADVERTISEMENT.equals(type) ? PacketBounds.ofAdvertisement(plain) : PacketBounds.ofPack(plain);
    }
}

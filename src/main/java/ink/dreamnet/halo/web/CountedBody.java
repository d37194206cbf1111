package ink.dreamnet.halo.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Map;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import ink.dreamnet.halo.core.Sender;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;

/// A request whose body may only be read up to a limit, and only within a budget: that of all authenticated callers, or that of
/// its sender where the first byte is read before the caller is authenticated.
class CountedBody extends HttpServletRequestWrapper {

    private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;
    private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

    private final DataSize limit;
    private final BodyBudgets budgets;
    private @Nullable String sender;
    private long read;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    CountedBody(HttpServletRequest request, DataSize limit, BodyBudgets budgets) {
        super(request);
        this.limit = limit;
        this.budgets = budgets;
    }

    /// Counts the body no more: the request is answered.
    void release() {
        budgets.release(sender, read);
        read = 0;
    }

    private void count(int more) throws BodyTooLargeException {
        if (read == 0 && !TRUST.isAuthenticated(SecurityContextHolder.getContext().getAuthentication())) {
            sender = Sender.of(getRemoteAddr());
        }
        if (read + more > limit.toBytes()) {
            throw new BodyTooLargeException(limit);
        }
        read += more;
        budgets.take(sender, more);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Counted(super.getInputStream());
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            reader = new BufferedReader(new InputStreamReader(getInputStream(),
                    encoding == null ? StandardCharsets.UTF_8.name() : encoding));
        }
        return reader;
    }

    @Override
    public @Nullable String getParameter(String name) {
        countForm();
        return super.getParameter(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        countForm();
        return super.getParameterMap();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        countForm();
        return super.getParameterNames();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        countForm();
        return super.getParameterValues(name);
    }

    /// Tomcat reads a form itself, whole, when the first of its parameters is asked for.
    private void countForm() {
        if (stream == null && read == 0 && form()) {
            long announced = getContentLengthLong();
            try {
                count((int) (announced < 0 ? limit.toBytes() : announced));
            } catch (BodyTooLargeException announcedTooMuch) {
                throw new UncheckedIOException(announcedTooMuch);
            }
        }
    }

    private boolean form() {
        String type = getContentType();
        return type != null && getMethod().equals("POST")
                && type.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    private final class Counted extends ServletInputStream {

        private final ServletInputStream body;

        Counted(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            if (next >= 0) {
                count(1);
            }
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = body.read(into, offset, length);
            if (count > 0) {
                count(count);
            }
            return count;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}

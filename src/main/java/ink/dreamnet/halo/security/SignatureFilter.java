package ink.dreamnet.halo.security;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.TooManyRequestsException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets in what a [SignedSender] has signed, and refuses at once what it should have signed. The body is read here, within the
/// bound on bodies, and handed on.
class SignatureFilter extends OncePerRequestFilter {

    private static final String SIGNED = SignatureFilter.class.getName();

    private final List<SignedSender> senders;
    private final Refusal refusal;

    SignatureFilter(List<SignedSender> senders, Refusal refusal) {
        this.senders = senders;
        this.refusal = refusal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<SignedSender> sender = senders.stream().filter(each -> each.concerns(request)).findFirst();
        if (sender.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body;
        String name;
        try {
            body = request.getInputStream().readAllBytes();
            name = sender.get().verify(request, body);
        } catch (AuthenticationException | AccessDeniedException refused) {
            refusal.refuse(request, response, refused);
            return;
        } catch (IOException | TooManyRequestsException unreadable) {
            refusal.say(request, response, unreadable);
            return;
        }
        request.setAttribute(SIGNED, true);
        Callers.enter(Caller.of(new Actor(name), Role.SOURCE).from(request.getRemoteAddr()));
        chain.doFilter(new ReadBody(request, body), response);
    }

    /// @return whether the signature of a request is good
    static boolean signed(HttpServletRequest request) {
        return request.getAttribute(SIGNED) != null;
    }

    /// @return whether a request is decided by its signature alone
    boolean decides(HttpServletRequest request) {
        return senders.stream().anyMatch(each -> each.concerns(request));
    }

    /// A request whose body has been read.
    private static final class ReadBody extends HttpServletRequestWrapper {

        private final byte[] body;

        ReadBody(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return bytes.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("the body has been read");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}

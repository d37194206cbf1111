package ink.dreamnet.halo.security;

import java.util.List;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Holds callers to what their tokens are bound to.
@Component
class BoundAuthority implements Authority {

    private final DeclaredSubjects declared;
    private final RefusalLog log;
    private final Identification identification;

    BoundAuthority(DeclaredSubjects declared, RefusalLog log, Identification identification) {
        this.declared = declared;
        this.log = log;
        this.identification = identification;
    }

    @Override
    public void requireAgent(String agent, @Nullable String squad) {
        Caller caller = Callers.current();
        if (caller == null) {
            return;
        }
        if (caller.agent() != null && !caller.agent().equals(agent)) {
            throw refused(
                    "This token is that of agent '%s', and may not speak for '%s'".formatted(caller.agent(), agent));
        }
        if (caller.squad() != null) {
            Facts facts = facts(agent);
            String of = facts == null ? squad : facts.squad();
            if (!caller.squad().equals(of) || squad != null && !caller.squad().equals(squad)) {
                throw refused(
                        "This token is that of squad '%s', and may not speak for agent '%s' of %s"
                                .formatted(caller.squad(), agent, of == null ? "none" : "'" + of + "'"));
            }
        }
    }

    private @Nullable Facts facts(String agent) {
        SubjectRef subject = new SubjectRef(SubjectKind.AGENT, SubjectRef.checkId("agent", agent));
        return declared.facts(List.of(subject)).get(subject);
    }

    @Override
    public void requireSquad(@Nullable String squad) {
        Caller caller = Callers.current();
        if (caller == null || caller.agent() == null && caller.squad() == null) {
            return;
        }
        Facts facts = caller.agent() == null ? null : facts(caller.agent());
        String own = facts == null ? caller.squad() : facts.squad();
        if (own == null || !own.equals(squad)) {
            throw refused(
                    "This token is that of %s, and may not report what squad '%s' does".formatted(
                            caller.agent() == null ? "squad '" + own + "'" : "agent '" + caller.agent() + "'", squad));
        }
    }

    @Override
    public void requireSource(String source) {
        Caller caller = Callers.current();
        if (caller != null && caller.source() != null && !caller.source().equals(source)) {
            throw refused("This token is that of source '%s', and may not report for '%s'".formatted(
                    caller.source(), source));
        }
    }

    @Override
    public BooleanSupplier stillLetIn() {
        Caller caller = Callers.current();
        HttpServletRequest request = request();
        // who needed no token needs none now
        return caller == null || caller.actor().token() == null || request == null
                ? () -> true
                : new Recheck(request);
    }

    private final class Recheck implements BooleanSupplier {

        private final HttpServletRequest request;
        private long checkedNanos = System.nanoTime();
        private boolean letIn = true;

        Recheck(HttpServletRequest request) {
            this.request = request;
        }

        @Override
        public boolean getAsBoolean() {
            long now = System.nanoTime();
            if (letIn && now - checkedNanos >= RECHECK.toNanos()) {
                checkedNanos = now;
                try {
                    letIn = identification.caller(request).isPresent();
                } catch (TooManyRequestsException | UnavailableException notKnown) {
                    letIn = true;
                }
            }
            return letIn;
        }
    }

    private AccessDeniedException refused(String reason) {
        HttpServletRequest request = request();
        if (request != null) {
            log.refused(request, "forbidden", reason);
        }
        return new AccessDeniedException(reason);
    }

    private static @Nullable HttpServletRequest request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes served
                ? served.getRequest()
                : null;
    }
}

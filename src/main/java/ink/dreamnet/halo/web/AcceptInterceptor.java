package ink.dreamnet.halo.web;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Refuses a call whose answer its caller does not accept, before anything is done. Without it that would be found only when the
/// answer is written, after what it tells of was committed.
final class AcceptInterceptor implements HandlerInterceptor {

    private static final List<MediaType> WRITTEN = List.of(MediaType.APPLICATION_JSON,
            new MediaType("application", "*+json"));

    private final ContentNegotiationManager negotiation = new ContentNegotiationManager();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeNotAcceptableException {
        // a handler that names what it produces was chosen by that, and one that answers nothing writes for itself
        if (handler instanceof HandlerMethod method && !method.isVoid()
                && request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE) == null
                && negotiation.resolveMediaTypes(new ServletWebRequest(request)).stream()
                        .noneMatch(accepted -> WRITTEN.stream().anyMatch(accepted::isCompatibleWith))) {
            throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
        }
        return true;
    }
}

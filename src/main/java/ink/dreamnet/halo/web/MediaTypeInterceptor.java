package ink.dreamnet.halo.web;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Refuses a call whose answer its caller does not accept, before anything is done: without it that would be found only when the
/// answer is written, after what it tells of was committed. And one whose `Content-Type` names no type, or that of a form where the handler
/// takes none.
final class MediaTypeInterceptor implements HandlerInterceptor {

    private static final List<MediaType> WRITTEN = List.of(MediaType.APPLICATION_JSON,
            new MediaType("application", "*+json"));

    private static final List<MediaType> FORMS = List.of(MediaType.APPLICATION_FORM_URLENCODED,
            new MediaType("multipart", "*"));

    private final ContentNegotiationManager negotiation = new ContentNegotiationManager();
    private final Map<Method, Boolean> takeForms = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeNotAcceptableException, HttpMediaTypeNotSupportedException {
        requireReadable(request.getContentType(), handler instanceof HandlerMethod method
                && takeForms.computeIfAbsent(method.getMethod(), MediaTypeInterceptor::takesForms));
        // a handler that names what it produces was chosen by that, and one that answers nothing writes for itself
        if (handler instanceof HandlerMethod method && !method.isVoid()
                && request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE) == null
                && negotiation.resolveMediaTypes(new ServletWebRequest(request)).stream()
                        .noneMatch(accepted -> WRITTEN.stream().anyMatch(accepted::isCompatibleWith))) {
            throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
        }
        return true;
    }

    /// @return whether a handler says that it is called with a form
    private static boolean takesForms(Method handler) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(handler, RequestMapping.class);
        return mapping != null
                && List.of(mapping.consumes()).contains(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    /// A type that cannot be parsed is left to Spring, which refuses it where a body is read at all.
    private static void requireReadable(@Nullable String contentType, boolean forms)
            throws HttpMediaTypeNotSupportedException {
        MediaType type;
        try {
            type = contentType == null ? MediaType.APPLICATION_JSON : MediaType.parseMediaType(contentType);
        } catch (InvalidMediaTypeException noType) {
            return;
        }
        if (!type.isConcrete() || !forms && FORMS.stream().anyMatch(form -> form.includes(type))) {
            throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
        }
    }
}

package ink.dreamnet.halo.console.layout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Says on the page that a form came from why it was not carried out. What is wrong with the address of a page is answered as
/// everywhere, by `web`.
@Component
@Order(-1)
class PageErrors implements HandlerExceptionResolver {

    private final Notices notices;

    PageErrors(Notices notices) {
        this.notices = notices;
    }

    @Override
    public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
            @Nullable Object handler, Exception failed) {
        String sentence = handler instanceof HandlerMethod method && method.hasMethodAnnotation(FormMapping.class)
                ? sentence(failed)
                : null;
        return sentence == null
                ? null
                : new ModelAndView(notices.redirect(request, response, request.getParameter("back"),
                        new Notices.Notice(true, sentence)));
    }

    private static @Nullable String sentence(Exception failed) {
        return switch (failed) {
            case InvalidInputException invalid -> {
                FieldProblem first = invalid.problems().getFirst();
                yield first.field() + ": " + first.message();
            }
            case ConcurrencyFailureException _ ->
                "It was changed by someone else at the same moment; nothing was done. Look again and retry.";
            case ConflictException conflict -> conflict.getMessage();
            case NotFoundException missing -> missing.getMessage();
            default -> null;
        };
    }
}

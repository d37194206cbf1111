package ink.dreamnet.halo.console.layout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Says on the page that a form came from why it was not carried out. What is wrong with the address of a page is answered as
/// everywhere, by `web`.
@Component
class PageErrors implements HandlerExceptionResolver, Ordered {

    private static final String CONSOLE = "ink.dreamnet.halo.console.";

    private final Notices notices;

    PageErrors(Notices notices) {
        this.notices = notices;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
            @Nullable Object handler, Exception failure) {
        if (!request.getMethod().equals("POST") || !(failure instanceof RuntimeException refused)
                || !understood(refused) || !(handler instanceof HandlerMethod method)
                || !method.getBeanType().getName().startsWith(CONSOLE)) {
            return null;
        }
        return new ModelAndView(notices.redirect(request, response, request.getParameter("back"),
                new Notices.Notice(true, sentence(refused))));
    }

    private static boolean understood(RuntimeException refused) {
        return refused instanceof InvalidInputException || refused instanceof ConflictException
                || refused instanceof NotFoundException || refused instanceof ConcurrencyFailureException;
    }

    private static String sentence(RuntimeException refused) {
        return switch (refused) {
            case InvalidInputException invalid -> {
                FieldProblem first = invalid.problems().getFirst();
                yield first.field() + ": " + first.message();
            }
            case ConcurrencyFailureException _ ->
                "It was changed by someone else at the same moment; nothing was done. Look again and retry.";
            default -> String.valueOf(refused.getMessage());
        };
    }
}

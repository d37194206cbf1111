package ink.dreamnet.halo.console.layout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/// Says on the page that a form came from why it was not carried out. What is wrong with the address of a page is answered as
/// everywhere, by `web`.
@ControllerAdvice("ink.dreamnet.halo.console")
@Order(-1)
class PageErrors {

    private final Notices notices;

    PageErrors(Notices notices) {
        this.notices = notices;
    }

    @ExceptionHandler({InvalidInputException.class, ConflictException.class, NotFoundException.class,
            ConcurrencyFailureException.class})
    String refused(RuntimeException refused, HttpServletRequest request, HttpServletResponse response) {
        if (!request.getMethod().equals("POST")) {
            throw refused;
        }
        return notices.redirect(request, response, request.getParameter("back"),
                new Notices.Notice(true, sentence(refused)));
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

package ink.dreamnet.halo.console.layout;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.security.BrowserSessions;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// Gives every page what its frame shows: `bar`, `reader`, `notice`, `times`, `here` (the address of the page with its query) and `part` (the
/// first segment of its path).
@ControllerAdvice("ink.dreamnet.halo.console")
class Frame {

    private final BarReader bar;
    private final Notices notices;
    private final CurrentActor actor;
    private final Clock clock;

    Frame(BarReader bar, Notices notices, CurrentActor actor, Clock clock) {
        this.bar = bar;
        this.notices = notices;
        this.actor = actor;
        this.clock = clock;
    }

    @ModelAttribute
    void frame(Model model, HttpServletRequest request, HttpServletResponse response) {
        if (!List.of("GET", "HEAD").contains(request.getMethod())) {
            return;
        }
        Notices.Notice notice = notices.take(request, response);
        String path = request.getRequestURI();
        String query = request.getQueryString();
        model.addAllAttributes(Map.of("times", new Times(clock.instant()), "reader", reader(request), "here",
                query == null ? path : path + "?" + query, "part", path.split("/", 3).length > 1
                        ? path.split("/", 3)[1]
                        : ""));
        if (notice != null) {
            model.addAttribute("notice", notice);
        }
        // every other page is for those who may read, of whom there are some without a token where reads are open
        if (!request.getServletPath().equals("/login")) {
            model.addAttribute("bar", bar.read());
        }
    }

    private Reader reader(HttpServletRequest request) {
        return new Reader(actor.get().name(), request.isUserInRole("OPERATOR"), request.isUserInRole("ADMIN"),
                session(request.getCookies()));
    }

    private static boolean session(Cookie @Nullable [] cookies) {
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(BrowserSessions.COOKIE)) {
                    return true;
                }
            }
        }
        return false;
    }
}

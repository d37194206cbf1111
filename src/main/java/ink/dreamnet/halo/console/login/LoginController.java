package ink.dreamnet.halo.console.login;

import java.time.Duration;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.console.layout.FormMapping;
import ink.dreamnet.halo.console.layout.Notices;
import ink.dreamnet.halo.security.BrowserSessions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Logs people in: they give their token once, and their browser keeps a session.
@Controller
class LoginController {

    private final BrowserSessions sessions;

    LoginController(BrowserSessions sessions) {
        this.sessions = sessions;
    }

    /// Whoever may see pages already, because no token is configured or they are logged in, need not log in.
    @GetMapping("/login")
    String form(@RequestParam(required = false) @Nullable String next, HttpServletRequest request, Model model) {
        if (request.getUserPrincipal() != null) {
            return "redirect:" + Notices.local(next);
        }
        model.addAttribute("next", Notices.local(next));
        return "login";
    }

    @FormMapping("/login")
    String login(@RequestParam(defaultValue = "") String token, @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request, HttpServletResponse response, Model model) {
        Optional<BrowserSessions.Opened> opened = sessions.open(token.strip(), request);
        if (opened.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            model.addAttribute("next", Notices.local(next));
            model.addAttribute("refused", true);
            return "login";
        }
        cookie(request, response, opened.get().secret(), opened.get().lifetime());
        return "redirect:" + Notices.local(next);
    }

    @FormMapping("/logout")
    String logout(@CookieValue(name = BrowserSessions.COOKIE, required = false) @Nullable String secret,
            HttpServletRequest request, HttpServletResponse response) {
        if (secret != null) {
            sessions.close(secret);
        }
        cookie(request, response, "", Duration.ZERO);
        return "redirect:/login";
    }

    private static void cookie(HttpServletRequest request, HttpServletResponse response, String secret,
            Duration lives) {
        response.addHeader(HttpHeaders.SET_COOKIE, ResponseCookie.from(BrowserSessions.COOKIE, secret).path("/")
                .httpOnly(true).secure(request.isSecure()).sameSite("Strict").maxAge(lives).build().toString());
    }
}

package ink.dreamnet.halo.console.layout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/// Says on the next page what came of a form (post, redirect, get). It travels in a cookie, because there is no session in memory.
@Component
public class Notices {

    private static final String COOKIE = "halo_notice";
    private static final Duration UNTIL_THE_NEXT_PAGE = Duration.ofSeconds(30);
    /// In characters. Each is at most 3 bytes, which are 4 of base64, so that it stays below the 4,096 bytes that browsers keep of a cookie.
    private static final int LONGEST = 600;
    private static final String DONE = "done ";
    private static final String FAILED = "failed ";

    /// What came of a form.
    ///
    /// @param failed whether nothing was done
    /// @param text one sentence
    public record Notice(boolean failed, String text) {
    }

    /// Ends a form that was carried out.
    ///
    /// @param back where to go on: a path of this console; anything else leads to the board
    /// @param done what was done, as one sentence
    /// @return the name of the view
    public String redirect(HttpServletRequest request, HttpServletResponse response, @Nullable String back,
            String done) {
        return redirect(request, response, back, new Notice(false, done));
    }

    /// As the other, for a form of which something may have been refused.
    ///
    /// @param all whether everything was carried out
    public String redirect(HttpServletRequest request, HttpServletResponse response, @Nullable String back, boolean all,
            String sentence) {
        return redirect(request, response, back, new Notice(!all, sentence));
    }

    String redirect(HttpServletRequest request, HttpServletResponse response, @Nullable String back, Notice notice) {
        String text = (notice.failed() ? FAILED : DONE) + Texts.shortened(notice.text(), LONGEST);
        response.addHeader(HttpHeaders.SET_COOKIE,
                cookie(request, Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(text.getBytes(StandardCharsets.UTF_8)), UNTIL_THE_NEXT_PAGE));
        return "redirect:" + local(back);
    }

    /// Takes the notice for this page, which is shown once.
    @Nullable
    Notice take(HttpServletRequest request, HttpServletResponse response) {
        Cookie @Nullable [] cookies = request.getCookies();
        // a part of a page that is refreshed leaves it to the whole page
        if (cookies == null || request.getHeader("HX-Request") != null) {
            return null;
        }
        return Stream.of(cookies).filter(cookie -> cookie.getName().equals(COOKIE)).findFirst().map(cookie -> {
            response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, "", Duration.ZERO));
            return read(cookie.getValue());
        }).orElse(null);
    }

    private static @Nullable Notice read(String value) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
            return text.startsWith(FAILED)
                    ? new Notice(true, text.substring(FAILED.length()))
                    : text.startsWith(DONE) ? new Notice(false, text.substring(DONE.length())) : null;
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private static String cookie(HttpServletRequest request, String value, Duration lives) {
        return ResponseCookie.from(COOKIE, value).path("/").httpOnly(true).secure(request.isSecure())
                .sameSite("Strict").maxAge(lives).build().toString();
    }

    /// @return the path, where it stays within this HALO; else the board
    public static String local(@Nullable String path) {
        // braces would be filled in by Spring
        return path != null && path.startsWith("/") && !path.startsWith("//")
                && path.chars().noneMatch(c -> c < ' ' || c == '\\' || c == '{' || c == '}') ? path : "/";
    }
}

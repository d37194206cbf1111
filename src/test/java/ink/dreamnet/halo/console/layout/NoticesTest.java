package ink.dreamnet.halo.console.layout;

import jakarta.servlet.http.Cookie;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class NoticesTest {

    private static final int WHAT_BROWSERS_KEEP = 4096;

    @ParameterizedTest
    @ValueSource(strings = {"a", "€", "漢", "🦊", ";"})
    void noticeWhenItIsLongFitsIntoACookieAndIsReadAsItWas(String character) {
        Notices notices = new Notices();
        MockHttpServletResponse response = new MockHttpServletResponse();
        String text = character.repeat(600 / character.length());

        notices.redirect(new MockHttpServletRequest(), response, "/tasks", text + "and more");

        String cookie = String.valueOf(response.getHeader("Set-Cookie"));
        assertThat(cookie.length()).isLessThan(WHAT_BROWSERS_KEEP);
        MockHttpServletRequest next = new MockHttpServletRequest();
        next.setCookies(new Cookie("halo_notice", cookie.replaceAll("halo_notice=([^;]*).*", "$1")));
        assertThat(notices.take(next, new MockHttpServletResponse())).isNotNull().satisfies(notice -> {
            assertThat(notice.text()).hasSizeBetween(598, 600).startsWith(character).endsWith("…");
            assertThat(notice.failed()).isFalse();
        });
    }
}

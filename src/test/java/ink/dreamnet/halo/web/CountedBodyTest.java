package ink.dreamnet.halo.web;

import java.nio.charset.StandardCharsets;
import java.util.List;

import ink.dreamnet.halo.core.TooManyRequestsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CountedBodyTest {

    private static final DataSize MOST = DataSize.ofKilobytes(4);

    private final BodyBudgets budgets = new BodyBudgets(
            new WebLimits(MOST, MOST, MOST, DataSize.ofKilobytes(6), null));

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    private CountedBody form(int bytes) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/pause");
        request.setContentType("application/x-www-form-urlencoded;charset=UTF-8");
        request.setContent("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
        request.setParameter("reason", "because");
        return new CountedBody(request, MOST, budgets);
    }

    @Test
    void formWhenSomebodyIsLoggedInCountsAmongTheBodiesUntilItIsAnswered() {
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated("ann", null, List.of()));
        CountedBody first = form(4000);
        CountedBody second = form(4000);

        assertThat(first.getParameter("reason")).isEqualTo("because");
        assertThat(first.getParameterMap()).containsKey("reason");
        assertThatExceptionOfType(TooManyRequestsException.class).isThrownBy(() -> second.getParameter("reason"))
                .withMessageContaining("halo.web.max-in-flight");
        second.release();
        first.release();

        assertThat(form(4000).getParameterValues("reason")).containsExactly("because");
    }

    @Test
    void queryWithoutAFormCountsNothing() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/tasks");
        request.setParameter("status", "approved");
        for (int i = 0; i < 10; i++) {
            assertThat(new CountedBody(request, MOST, budgets).getParameter("status")).isEqualTo("approved");
        }
    }
}

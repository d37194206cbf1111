package ink.dreamnet.halo.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class IndexedHandlerMappingTest {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping indexed;
    @Autowired
    WebApplicationContext context;

    @Test
    void getHandlerWhateverIsCalledFindsWhatSpringFinds() {
        assertThat(indexed).isInstanceOf(IndexedHandlerMapping.class);
        RequestMappingHandlerMapping plain = new RequestMappingHandlerMapping();
        plain.setApplicationContext(context);
        indexed.getHandlerMethods().forEach((mapping, handler) -> plain.registerMapping(mapping, handler.getBean(),
                handler.getMethod()));
        List<String> found = new ArrayList<>();
        for (String path : paths()) {
            for (String method : METHODS) {
                String handler = found(indexed, method, path);
                assertThat(handler).as("%s %s", method, path).isEqualTo(found(plain, method, path));
                if (handler.contains("#")) {
                    found.add(handler);
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(indexed.getHandlerMethods().size() / 2);
    }

    private Set<String> paths() {
        Set<String> paths = new TreeSet<>(Set.of("/", "/api", "/api/halo/agents/", "/%61pi/halo/agents/x/heartbeat",
                "/api/halo/agents/a%2Fb", "/api/nothing/agents/x", "/nothing/x"));
        indexed.getHandlerMethods().keySet().stream().flatMap(mapping -> mapping.getPatternValues().stream())
                .forEach(pattern -> {
                    paths.add(pattern.replaceAll("\\{[^}]+}", "x"));
                    // more than a variable's segment
                    paths.add(pattern.replaceAll("\\{[^}]+}", "x") + "/y");
                });
        return paths;
    }

    private static String found(HandlerMapping mapping, String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setContentType(MediaType.APPLICATION_JSON_VALUE);
        ServletRequestPathUtils.parseAndCache(request);
        try {
            HandlerExecutionChain chain = mapping.getHandler(request);
            return chain == null || !(chain.getHandler() instanceof HandlerMethod handler)
                    ? "none"
                    : handler.getBeanType().getName() + "#" + handler.getMethod() + " "
                            + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
                            + request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        } catch (Exception refused) {
            return refused.toString();
        }
    }
}

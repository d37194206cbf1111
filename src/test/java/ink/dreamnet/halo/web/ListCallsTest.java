package ink.dreamnet.halo.web;

import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.LongHistory;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever can be read of HALO is among the calls that [ListQueriesTest] has explained, with each of its filters.
@HaloTest
@OnH2
class ListCallsTest {

    /// What is not among them, and why.
    private static final Map<String, List<String>> LEFT_OUT = Map.of(
            "reads all that there is, or each subject once, which is what it is for",
            List.of("/api/halo/memory/export", "/api/halo/audit/verify", "/", "/api/halo/subjects?text=",
                    "/api/dna/{type}"),
            "reads no rows", List.of("/api/halo/events/schemas", "/api/halo/events/schemas/{name}", "/login",
                    "/v3/api-docs", "/v3/api-docs.yaml", "/swagger-ui.html",
                    "/api/halo/replays/{id}/memory", "/api/halo/repositories/{id}/findings"),
            "has no end", List.of("/api/halo/events/stream", "/live"),
            "reads what is defined, which is called after a cycle, or by its id as that is",
            List.of("/api/halo/squads/{id}", "/api/halo/endpoints/{id}", "/subjects/{kind}/{id}",
                    "/api/halo/agents/{id}", "/api/halo/environments/{id}", "/api/halo/repositories/{id}",
                    "/api/halo/grafts/{id}", "/api/halo/wormholes/{id}"),
            "needs a sink, of which contexts have none: dead letters by an index, and counts of at most 10,000",
            List.of("/api/halo/sinks/{name}", "/plumbing/sinks/{name}"),
            "begins behind what is there: the lines of what works, held in memory",
            List.of("/api/halo/memory/strategies?before=", "/memory?before="),
            "goes on with a key of that answer", List.of("/api/halo/weakpoints?before=", "/approvals?before="));

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private HandlerMethod handler(String path, Set<String> parameters) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        parameters.forEach(name -> request.addParameter(name, ""));
        ServletRequestPathUtils.parseAndCache(request);
        HandlerExecutionChain chain = mappings.getHandler(request);
        assertThat(chain).as(path).isNotNull();
        return (HandlerMethod) Objects.requireNonNull(chain).getHandler();
    }

    /// @return what each method is called with
    private Map<Method, Set<String>> called() throws Exception {
        Map<Method, Set<String>> called = new HashMap<>();
        for (String call : LongHistory.calls()) {
            if (!call.startsWith("/actuator")) {
                String[] parts = LongHistory.dated(call).split("\\?", 2);
                Set<String> names = parts.length == 1
                        ? Set.of()
                        : new HashSet<>(Stream.of(parts[1].split("&"))
                                .map(part -> part.substring(0, part.indexOf('='))).toList());
                called.computeIfAbsent(handler(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), names).getMethod(),
                        _ -> new TreeSet<>()).addAll(names);
            }
        }
        return called;
    }

    private static Set<String> filters(HandlerMethod handler) {
        Set<String> filters = new TreeSet<>();
        Arrays.stream(handler.getMethod().getParameters()).forEach(parameter -> {
            if (parameter.getType() == PageQuery.class) {
                filters.add("before");
            } else if (parameter.isAnnotationPresent(RequestParam.class) && parameter.getType() != Map.class) {
                filters.add(parameter.getName());
            }
        });
        return filters;
    }

    @Test
    void everythingThatCanBeReadIsCalledWithEachFilter() throws Exception {
        Map<Method, Set<String>> called = called();
        Set<String> missing = new TreeSet<>();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            String path = mapping.getPatternValues().iterator().next();
            if (mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                    && handler.getBeanType().getPackageName().startsWith("ink.dreamnet.halo")
                    && !handler.getBeanType().isAnnotationPresent(TestComponent.class)) {
                Set<String> names = called.get(handler.getMethod());
                if (names == null) {
                    missing.add(path);
                } else {
                    filters(handler).stream().filter(name -> !names.contains(name))
                            .forEach(name -> missing.add(path + "?" + name + "="));
                }
            }
        });
        assertThat(missing)
                .containsExactlyInAnyOrderElementsOf(LEFT_OUT.values().stream().flatMap(List::stream).toList());
    }
}

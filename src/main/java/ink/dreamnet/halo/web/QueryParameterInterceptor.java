package ink.dreamnet.halo.web;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Spelling;
import ink.dreamnet.halo.core.Texts;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a call with a query parameter that it does not know, before anything is done: a misspelt filter would be answered with what
/// was not asked for. What a call knows is what its handler reads, and what tells it from others of the same path.
final class QueryParameterInterceptor implements HandlerInterceptor {

    private static final int MAX_NAME = 100;

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getQueryString() != null && handler instanceof HandlerMethod method) {
            Set<String> names = known.computeIfAbsent(method.getMethod(), any -> names(method));
            List<FieldProblem> problems = new ArrayList<>();
            for (String name : request.getParameterMap().keySet()) {
                if (!names.contains(name)) {
                    problems.add(unknown(name, names));
                }
            }
            if (!problems.isEmpty()) {
                throw new InvalidInputException(problems);
            }
        }
        return true;
    }

    private static FieldProblem unknown(String name, Set<String> names) {
        String similar = new Spelling(names, Set.of()).similar(name);
        return new FieldProblem(Texts.cut(name, MAX_NAME), "is not known here; %sknown: %s".formatted(
                similar == null ? "" : "did you mean %s? ".formatted(similar), String.join(", ", names)));
    }

    private static Set<String> names(HandlerMethod method) {
        Set<String> names = new TreeSet<>(Set.of(PrettyJson.PARAMETER));
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        if (mapping != null) {
            // "view", "!view", "view=groups", "view!=groups"
            Arrays.stream(mapping.params()).map(condition -> condition.replaceFirst("^!", "").replaceFirst("!?=.*", ""))
                    .forEach(names::add);
        }
        for (MethodParameter parameter : method.getMethodParameters()) {
            RequestParam read = parameter.getParameterAnnotation(RequestParam.class);
            if (read != null) {
                parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
                names.add(read.name().isEmpty() ? String.valueOf(parameter.getParameterName()) : read.name());
            } else if (parameter.getParameterType() == PageQuery.class) {
                names.addAll(PageQueryResolver.PARAMETERS);
            }
        }
        return names;
    }
}

package ink.dreamnet.halo.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Finds the handler of a request among those whose paths begin as its own. Spring tries every pattern with a variable, one after the
/// other: a quarter of what a heartbeat cost. Where not exactly one handler is found, Spring decides as ever.
final class IndexedHandlerMapping extends RequestMappingHandlerMapping {

    /// How many segments of a path are its beginning: `/api/halo/agents`.
    private static final int SEGMENTS = 3;

    private final Map<String, List<Candidate>> byBeginning = new HashMap<>();

    private record Candidate(RequestMappingInfo mapping, HandlerMethod handler) {
    }

    @Override
    protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> handlers) {
        super.handlerMethodsInitialized(handlers);
        handlers.forEach((mapping, handler) -> mapping.getPatternValues().stream().map(IndexedHandlerMapping::literal)
                .distinct().forEach(beginning -> byBeginning.computeIfAbsent(beginning, any -> new ArrayList<>())
                        .add(new Candidate(mapping, handler))));
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        Candidate found = path.indexOf('%') < 0 ? only(path, request) : null;
        if (found == null) {
            return super.lookupHandlerMethod(path, request);
        }
        request.setAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, found.handler());
        handleMatch(found.mapping(), path, request);
        return found.handler();
    }

    /// @return the only handler that matches, with its mapping narrowed to the request; null where none or several do
    private @Nullable Candidate only(String path, HttpServletRequest request) {
        Candidate only = null;
        for (int segments = 0; segments <= SEGMENTS; segments++) {
            String beginning = beginning(path, segments);
            if (beginning == null) {
                break;
            }
            for (Candidate candidate : byBeginning.getOrDefault(beginning, List.of())) {
                RequestMappingInfo match = getMatchingMapping(candidate.mapping(), request);
                if (match != null && only != null) {
                    return null;
                }
                only = match == null ? only : new Candidate(match, candidate.handler());
            }
        }
        return only;
    }

    /// @return the beginning of a pattern as far as it has no variable
    private static String literal(String pattern) {
        String literal = "";
        for (int segments = 1; segments <= SEGMENTS; segments++) {
            String beginning = beginning(pattern, segments);
            if (beginning == null || beginning.chars().anyMatch(c -> "{*?".indexOf(c) >= 0)) {
                break;
            }
            literal = beginning;
        }
        return literal;
    }

    /// @return the first segments of a path; null where it has fewer
    private static @Nullable String beginning(String path, int segments) {
        int end = 0;
        for (int i = 0; i < segments; i++) {
            if (end >= path.length()) {
                return null;
            }
            int next = path.indexOf('/', end + 1);
            end = next < 0 ? path.length() : next;
        }
        return path.substring(0, end);
    }
}

package ink.dreamnet.halo.web;

import java.util.Set;

import ink.dreamnet.halo.core.Expected;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Reads a controller's [PageQuery] parameter from `limit` and `before`.
class PageQueryResolver implements HandlerMethodArgumentResolver {

    static final Set<String> PARAMETERS = Set.of("limit", "before");

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == PageQuery.class;
    }

    @Override
    public PageQuery resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        String before = request.getParameter("before");
        return PageQuery.of(limit(request.getParameter("limit")), StringUtils.hasText(before) ? before : null);
    }

    private static @Nullable Integer limit(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new InvalidInputException("limit",
                    Expected.not(text, Integer.class) + " between 1 and " + PageQuery.MAX_LIMIT);
        }
    }
}

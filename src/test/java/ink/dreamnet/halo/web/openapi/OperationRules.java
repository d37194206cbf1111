package ink.dreamnet.halo.web.openapi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.core.PageQuery;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;

/// Completes what springdoc reads from one handler: its name, its pages, what may be left out, its problems.
///
/// Several handlers of one path and method are one operation. The one with `@Operation` describes it.
class OperationRules implements OperationCustomizer {

    private final Comments comments;

    OperationRules(Comments comments) {
        this.comments = comments;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        var described = handler.getMethodAnnotation(io.swagger.v3.oas.annotations.Operation.class);
        if (described != null) {
            operation.setOperationId(operationId(handler));
            operation.setSummary(described.summary());
            operation.setDescription(described.description().isBlank()
                    ? described.summary() + "."
                    : described.description().strip());
        }
        if (Arrays.stream(handler.getMethodParameters()).anyMatch(OperationRules::pages)) {
            page(operation);
        }
        if (operation.getParameters() != null) {
            parameters(operation.getParameters(), handler);
        }
        ProblemResponses.addTo(operation, handler);
        return operation;
    }

    /// @return the handler's name; where it is one word, with the controller's noun: `approveTask`, `listTasks`
    static String operationId(HandlerMethod handler) {
        String name = handler.getMethod().getName();
        if (name.chars().anyMatch(Character::isUpperCase)) {
            return name;
        }
        return name + (name.equals("list") ? plural(noun(handler)) : noun(handler));
    }

    private static String plural(String noun) {
        return noun.endsWith("s") ? noun : noun.matches(".*[^aeiou]y") ? noun.replaceAll("y$", "ies") : noun + "s";
    }

    private static String noun(HandlerMethod handler) {
        return handler.getBeanType().getSimpleName().replace("Controller", "");
    }

    private static boolean pages(MethodParameter parameter) {
        return parameter.getParameterType() == PageQuery.class;
    }

    private static void page(Operation operation) {
        add(operation, "limit", "how many entries at most", new IntegerSchema().minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(PageQuery.MAX_LIMIT))._default(PageQuery.DEFAULT_LIMIT));
        add(operation, "before", "the `next` of the page before, to get the one after it", new StringSchema());
    }

    private static void add(Operation operation, String name, String description, Schema<?> schema) {
        boolean there = operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> parameter.getName().equals(name));
        if (!there) {
            operation.addParametersItem(
                    new QueryParameter().name(name).description(description).required(false).schema(schema));
        }
    }

    private void parameters(List<Parameter> parameters, HandlerMethod handler) {
        // what selects the handler among those of the path may be left out
        List<String> selecting = List.of(Objects.requireNonNull(
                AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class)).params());
        parameters.stream().filter(one -> selecting.contains(one.getName())).forEach(one -> one.setRequired(false));
        Map<String, String> sentences = comments.ofParameters(handler.getMethod());
        for (MethodParameter taken : handler.getMethodParameters()) {
            String name = wireName(taken);
            parameters.stream().filter(one -> one.getName().equals(name)).forEach(one -> {
                one.setDescription(sentences.getOrDefault(taken.getParameter().getName(),
                        one.getIn().equals("path") ? ofThing(name, handler) : one.getDescription()));
                if (nullable(taken)) {
                    one.setRequired(false);
                }
            });
        }
    }

    private static String ofThing(String name, HandlerMethod handler) {
        return "the %s of the %s".formatted(name,
                noun(handler).replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
    }

    private static String wireName(MethodParameter parameter) {
        RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        return header == null || header.name().isEmpty() ? parameter.getParameter().getName() : header.name();
    }

    private static boolean nullable(MethodParameter parameter) {
        return parameter.getExecutable().getAnnotatedParameterTypes()[parameter.getParameterIndex()]
                .isAnnotationPresent(Nullable.class);
    }
}

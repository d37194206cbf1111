package ink.dreamnet.halo.web.openapi;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A member of a record on the wire.
///
/// @param name its name there
/// @param description what the record's Javadoc says of it; null where it says nothing
/// @param required whether it is always there: JSpecify says so; of a request also a comment that ends with "; required", because what
///        a caller left out is read as null and refused with a message
/// @param any whether it may be any JSON
record WireMember(String name, @Nullable String description, boolean required, boolean any) {

    private static final String REQUIRED = "; required";

    /// @return the members of a record, with those of its parts that stand at the same level; none for another class
    static Stream<WireMember> of(Class<?> type, Comments comments) {
        return type.isRecord() ? of(type, true, comments) : Stream.empty();
    }

    private static Stream<WireMember> of(Class<?> type, boolean there, Comments comments) {
        Map<String, String> sentences = comments.ofComponents(type);
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            boolean required = there && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                    && !optional(component);
            return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                    ? of(component.getType(), required, comments)
                    : Stream.of(member(component, sentences.get(component.getName()), required));
        });
    }

    private static WireMember member(RecordComponent component, @Nullable String comment, boolean required) {
        boolean demanded = comment != null && comment.endsWith(REQUIRED);
        return new WireMember(name(component),
                comment == null || !demanded ? comment : comment.substring(0, comment.length() - REQUIRED.length()),
                required || demanded, component.getType() == JsonNode.class);
    }

    /// @return whether it may be left out although it cannot be null, because it has a default
    private static boolean optional(RecordComponent component) {
        Schema said = component.getAccessor().getAnnotation(Schema.class);
        return said != null && said.requiredMode() == Schema.RequiredMode.NOT_REQUIRED;
    }

    private static String name(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null || named.value().isEmpty() ? component.getName() : named.value();
    }
}

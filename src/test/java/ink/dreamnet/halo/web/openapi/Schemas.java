package ink.dreamnet.halo.web.openapi;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/// Visits every schema of a document once, wherever it stands.
final class Schemas {

    private final Set<Schema<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Consumer<Schema<?>> visitor;

    private Schemas(Consumer<Schema<?>> visitor) {
        this.visitor = visitor;
    }

    static void visit(OpenAPI document, Consumer<Schema<?>> visitor) {
        Schemas schemas = new Schemas(visitor);
        document.getComponents().getSchemas().values().forEach(schemas::visit);
        operations(document).forEach(schemas::visit);
    }

    static Stream<Operation> operations(OpenAPI document) {
        return document.getPaths().values().stream().map(PathItem::readOperations).flatMap(List::stream);
    }

    /// @return the members by their names; none where the schema has none
    @SuppressWarnings({"unchecked", "rawtypes"}) // swagger's model is raw
    static Map<String, Schema<?>> properties(Schema<?> schema) {
        Map<String, Schema> properties = schema.getProperties();
        return properties == null ? Map.of() : (Map) properties;
    }

    /// @return its type; empty where it may have any
    static String type(Schema<?> schema) {
        if (schema.getTypes() != null && !schema.getTypes().isEmpty()) {
            return schema.getTypes().iterator().next();
        }
        return schema.getType() == null ? "" : schema.getType();
    }

    private void visit(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> visit(parameter.getSchema()));
        }
        if (operation.getRequestBody() != null) {
            visit(operation.getRequestBody().getContent());
        }
        operation.getResponses().values().forEach(response -> visit(response.getContent()));
    }

    private void visit(@Nullable Content content) {
        if (content != null) {
            content.values().forEach(type -> visit(type.getSchema()));
        }
    }

    private void visit(@Nullable Object any) {
        if (any instanceof Schema<?> schema && seen.add(schema)) {
            visitor.accept(schema);
            visit(schema.getItems());
            visit(schema.getAdditionalProperties());
            visitAll(schema.getProperties() == null ? null : schema.getProperties().values());
            visitAll(schema.getOneOf());
            visitAll(schema.getAnyOf());
            visitAll(schema.getAllOf());
        }
    }

    private void visitAll(@Nullable Collection<?> schemas) {
        if (schemas != null) {
            schemas.forEach(this::visit);
        }
    }
}

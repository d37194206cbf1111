package ink.dreamnet.halo.web.openapi;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import tools.jackson.databind.json.JsonMapper;

/// One example of each member and parameter: by its name, or else by its type. A thing that has members needs none.
final class Examples {

    private static final String FILE = "examples.properties";
    private static final Map<String, Object> OF_FORMATS = Map.of("date-time", "2026-11-24T03:05:19.701Z", "date",
            "2026-11-24", "uuid", "01a2296a-2880-7d6c-9b3e-7f6f1e7c5a11");
    private static final Map<String, Object> OF_TYPES = Map.of("boolean", true, "integer", 3, "number", 0.8);
    private static final int MINUTE_MS = 60_000;

    private final Properties byName;
    private final JsonMapper json;

    Examples(JsonMapper json) {
        this.json = json;
        try {
            byName = PropertiesLoaderUtils.loadProperties(new ClassPathResource(FILE, Examples.class));
        } catch (IOException unreadable) {
            throw new IllegalStateException(FILE + " cannot be read", unreadable);
        }
    }

    void addTo(OpenAPI document) {
        document.getComponents().getSchemas().forEach((owner, schema) -> {
            if (schema.getEnum() != null) {
                show(schema, schema.getEnum().getFirst());
            }
            Map<String, Schema<?>> properties = Schemas.properties(schema);
            properties.forEach((name, property) -> show(property, of(owner, name, property)));
        });
        Schemas.operations(document).filter(operation -> operation.getParameters() != null)
                .forEach(operation -> operation.getParameters().forEach(parameter -> {
                    if (parameter.getExample() == null) {
                        parameter.setExample(of(operation.getOperationId(), parameter));
                    }
                }));
    }

    private @Nullable Object of(String owner, Parameter parameter) {
        return of(owner, parameter.getName(), parameter.getSchema());
    }

    @SuppressWarnings("unchecked") // swagger's models are raw
    private static void show(Schema<?> schema, @Nullable Object example) {
        if (example != null && schema.getExample() == null) {
            ((Schema<Object>) schema).setExamples(List.of(example));
        }
    }

    private @Nullable Object of(String owner, String name, Schema<?> schema) {
        String type = Schemas.type(schema);
        String given = byName.getProperty(owner + "." + name, byName.getProperty(name));
        if (schema.get$ref() != null) {
            return null;
        }
        Schema<?> items = schema.getItems();
        if (items != null && (given == null || Schemas.type(items).equals("string"))) {
            Object item = of(owner, name, items);
            return item == null ? null : List.of(item);
        }
        if (schema.getFormat() != null && OF_FORMATS.containsKey(schema.getFormat())) {
            return OF_FORMATS.get(schema.getFormat());
        }
        if (type.equals("string")) {
            return given;
        }
        if (given != null && fits(given, type)) {
            return json.readValue(given, Object.class);
        }
        return type.equals("integer") && name.endsWith("Ms") ? Integer.valueOf(MINUTE_MS) : OF_TYPES.get(type);
    }

    private static boolean fits(String given, String type) {
        return switch (type) {
            case "integer", "number" -> given.matches("-?[0-9.]+");
            case "boolean" -> given.equals("true") || given.equals("false");
            default -> given.startsWith("{") || given.startsWith("[");
        };
    }
}

package ink.dreamnet.halo.web.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/// Completes the document as a whole: names and members of schemas, sentences, examples, order.
class DocumentRules implements OpenApiCustomizer {

    private static final String SCHEMA = "#/components/schemas/";
    /// What stands in the answers of all calls.
    private static final Map<String, String> EVERYWHERE = Map.of("ok", "always true: it succeeded", "next",
            "pass it as `before` to get the next page; absent on the last one");

    private final Comments comments;
    private final Examples examples;

    DocumentRules(Comments comments, Examples examples) {
        this.comments = comments;
        this.examples = examples;
    }

    @Override
    public void customise(OpenAPI document) {
        Components components = document.getComponents();
        Map<String, List<Class<?>>> classes = classes(components.getSchemas().keySet());
        classes.forEach(
                (full, type) -> members(Objects.requireNonNull(components.getSchemas().get(full)), type.getFirst()));
        rename(document, SchemaNames.of(classes));
        Schemas.operations(document).forEach(operation -> join(operation, components));
        Map<String, String> uses = uses(document);
        components.getSchemas().forEach((name, schema) -> describe(name, schema, components, uses));
        examples.addTo(document);
        document.setPaths(sorted(document.getPaths()));
        document.setTags(tags(document));
    }

    /// @return the class of each schema by its full name, and after it that of its type parameter, whose name springdoc puts behind
    private static Map<String, List<Class<?>>> classes(Set<String> names) {
        Map<String, List<Class<?>>> classes = new HashMap<>();
        for (String full : names) {
            named(full).ifPresentOrElse(type -> classes.put(full, List.of(type)), () -> IntStream
                    .range(1, full.length()).filter(i -> Character.isUpperCase(full.charAt(i)))
                    .mapToObj(i -> Stream.of(full.substring(0, i), StringUtils.uncapitalize(full.substring(i)))
                            .map(DocumentRules::named).flatMap(Optional::stream).toList())
                    .filter(found -> found.size() == 2).findFirst().ifPresent(found -> classes.put(full, found)));
        }
        return classes;
    }

    private static Optional<Class<?>> named(String full) {
        for (String name = full; name.indexOf('.') > 0; name = withinThat(name)) {
            if (ClassUtils.isPresent(name, null)) {
                return Optional.of(ClassUtils.resolveClassName(name, null));
            }
        }
        return Optional.empty();
    }

    private static String withinThat(String name) {
        int dot = name.lastIndexOf('.');
        return name.substring(0, dot) + "$" + name.substring(dot + 1);
    }

    private void members(Schema<?> schema, Class<?> type) {
        String purpose = comments.of(type);
        schema.setDescription(purpose.isEmpty() ? null : purpose);
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        Set<String> required = new LinkedHashSet<>(schema.getRequired() == null ? List.of() : schema.getRequired());
        WireMember.of(type, comments).filter(member -> properties.containsKey(member.name())).forEach(member -> {
            if (member.required()) {
                required.add(member.name());
            }
            Schema<?> property = Objects.requireNonNull(properties.get(member.name()));
            if (member.description() != null) {
                property.setDescription(member.description());
            }
            if (member.any() && property.getItems() == null) {
                property.type(null).additionalProperties(null).setTypes(null);
            }
        });
        schema.setRequired(required.isEmpty() ? null : new ArrayList<>(required));
    }

    private static void rename(OpenAPI document, Map<String, String> names) {
        Map<String, Schema> schemas = new TreeMap<>();
        document.getComponents().getSchemas()
                .forEach((full, schema) -> schemas.put(names.getOrDefault(full, full), schema));
        Schemas.visit(document, schema -> {
            if (schema.get$ref() != null) {
                String full = schema.get$ref().replace(SCHEMA, "");
                schema.set$ref(SCHEMA + names.getOrDefault(full, full));
            }
        });
        document.getComponents().setSchemas(schemas);
    }

    /// Describes the answers of handlers that share a path as one, which has the members of all: an answer that is one thing or another
    /// is hard to read for generated clients.
    private static void join(Operation operation, Components components) {
        operation.getResponses().values().stream().map(response -> response.getContent())
                .filter(content -> content != null)
                .flatMap(content -> content.values().stream())
                .filter(type -> type.getSchema() != null && type.getSchema().getOneOf() != null)
                .forEach(type -> type.setSchema(joined(type.getSchema().getOneOf(), components)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // swagger's models are raw
    private static Schema<?> joined(List<Schema> several, Components components) {
        List<String> names = several.stream().map(one -> one.get$ref().replace(SCHEMA, "")).sorted().toList();
        String name = String.join("Or", names).replaceAll("Answer(?=Or)", "");
        Schema<?> joined = new Schema<>().type("object").types(Set.of("object"));
        Set<String> required = null;
        for (String part : names) {
            Schema<?> schema = Objects.requireNonNull(components.getSchemas().get(part));
            schema.getProperties().forEach(joined::addProperty);
            Set<String> mandatory = new LinkedHashSet<>(schema.getRequired());
            if (required == null) {
                required = mandatory;
            } else {
                required.retainAll(mandatory);
            }
        }
        joined.setRequired(new ArrayList<>(required == null ? Set.of() : required));
        names.forEach(components.getSchemas()::remove);
        components.addSchemas(name, joined);
        return new Schema<>().$ref(name);
    }

    /// @return by the name of a schema, for what it is used, where that is the body or the answer of operations
    private static Map<String, String> uses(OpenAPI document) {
        Map<String, String> uses = new HashMap<>();
        Schemas.operations(document).forEach(operation -> {
            String name = operation.getOperationId();
            if (operation.getRequestBody() != null) {
                note(uses, operation.getRequestBody().getContent(), "What `%s` takes.".formatted(name));
            }
            operation.getResponses().values()
                    .forEach(response -> note(uses, response.getContent(), "What `%s` answers.".formatted(name)));
        });
        return uses;
    }

    private static void note(Map<String, String> uses, @Nullable Content content, String use) {
        if (content != null) {
            content.values().stream().map(MediaType::getSchema).filter(one -> one != null && one.get$ref() != null)
                    .forEach(one -> uses.putIfAbsent(one.get$ref().replace(SCHEMA, ""), use));
        }
    }

    private static void describe(String name, Schema<?> schema, Components components, Map<String, String> uses) {
        if (schema.getDescription() == null) {
            schema.setDescription(uses.get(name));
        }
        if (schema.getProperties() == null) {
            return;
        }
        schema.getProperties().forEach((member, property) -> {
            if (property.getDescription() == null) {
                property.setDescription(Stream.of(EVERYWHERE.get(member), ofDefinition(name, member, components),
                        ofType(property, components)).filter(Objects::nonNull).findFirst().orElse(null));
            }
        });
    }

    /// @return what the definition of the thing that is shown says of a member
    private static @Nullable String ofDefinition(String name, String member, Components components) {
        Schema<?> definition = components.getSchemas().get(name + "Spec");
        Schema<?> same = definition == null ? null : definition.getProperties().get(member);
        return same == null ? null : same.getDescription();
    }

    /// @return what the type of a member is for, where that says enough
    private static @Nullable String ofType(Schema<?> property, Components components) {
        Schema<?> one = property.getItems() == null ? property : property.getItems();
        if (one.get$ref() == null) {
            return null;
        }
        Schema<?> type = components.getSchemas().get(one.get$ref().replace(SCHEMA, ""));
        return type == null ? null : type.getDescription();
    }

    private static Paths sorted(Paths paths) {
        Paths sorted = new Paths();
        new TreeMap<>(paths).forEach(sorted::addPathItem);
        return sorted;
    }

    /// @return each once, by name
    private static List<Tag> tags(OpenAPI document) {
        Map<String, Tag> tags = new LinkedHashMap<>();
        document.getTags().stream().sorted(Comparator.comparing(Tag::getName)).forEach(tag -> tags.merge(tag.getName(),
                tag, (one, other) -> one.getDescription() == null ? other : one));
        return List.copyOf(tags.values());
    }
}

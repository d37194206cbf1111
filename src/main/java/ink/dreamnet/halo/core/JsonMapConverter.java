package ink.dreamnet.halo.core;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.hibernate.annotations.Immutable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps a map of names and values as JSON text in one column.
@Converter
@Immutable
public final class JsonMapConverter implements AttributeConverter<Map<String, Object>, String> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> TYPE = new TypeReference<>() {
    };

    @Override
    public String convertToDatabaseColumn(Map<String, Object> values) {
        // through UTF-8, because PostgreSQL refuses the broken surrogates that a probed server may have sent
        return new String(JSON.writeValueAsBytes(values), StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Object> convertToEntityAttribute(String text) {
        return JSON.readValue(text, TYPE);
    }
}

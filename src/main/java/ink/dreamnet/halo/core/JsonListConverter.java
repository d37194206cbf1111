package ink.dreamnet.halo.core;

import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.hibernate.annotations.Immutable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps a list of texts as a JSON array in one column.
@Converter
@Immutable
public final class JsonListConverter implements AttributeConverter<List<String>, String> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<String>> TYPE = new TypeReference<>() {
    };

    @Override
    public String convertToDatabaseColumn(List<String> values) {
        // through UTF-8, because PostgreSQL refuses the broken surrogates that a probed server may have sent
        return new String(JSON.writeValueAsBytes(values), StandardCharsets.UTF_8);
    }

    @Override
    public List<String> convertToEntityAttribute(String text) {
        return JSON.readValue(text, TYPE);
    }
}

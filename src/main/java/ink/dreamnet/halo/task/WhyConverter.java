package ink.dreamnet.halo.task;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the reason for a proposal as JSON text in the row of its task.
@Converter
@Immutable
class WhyConverter implements AttributeConverter<@Nullable Why, @Nullable String> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Why why) {
        return why == null ? null : JSON.writeValueAsString(why);
    }

    @Override
    public @Nullable Why convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : JSON.readValue(text, Why.class);
    }
}

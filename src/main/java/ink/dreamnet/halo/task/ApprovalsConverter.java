package ink.dreamnet.halo.task;

import java.util.List;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the approvals of a task as JSON text in its row.
@Converter
@Immutable
class ApprovalsConverter implements AttributeConverter<@Nullable List<Approval>, @Nullable String> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<Approval>> TYPE = new TypeReference<>() {
    };

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable List<Approval> approvals) {
        return approvals == null ? null : JSON.writeValueAsString(approvals);
    }

    @Override
    public @Nullable List<Approval> convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : JSON.readValue(text, TYPE);
    }
}

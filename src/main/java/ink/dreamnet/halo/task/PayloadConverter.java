package ink.dreamnet.halo.task;

import java.util.Map;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import ink.dreamnet.halo.core.EncryptedColumn;
import ink.dreamnet.halo.core.Encryption;
import ink.dreamnet.halo.core.JsonMapConverter;
import org.hibernate.annotations.Immutable;
import org.springframework.stereotype.Component;

/// Keeps payloads as JSON text, encrypted where a key is configured.
@Converter
@Immutable
@Component
class PayloadConverter implements AttributeConverter<Map<String, Object>, String> {

    private static final JsonMapConverter JSON = new JsonMapConverter();

    private final Encryption encryption;

    PayloadConverter(Encryption encryption) {
        this.encryption = encryption;
    }

    @Override
    public String convertToDatabaseColumn(Map<String, Object> payload) {
        return encryption.seal(EncryptedColumn.TASK_PAYLOAD, JSON.convertToDatabaseColumn(payload));
    }

    @Override
    public Map<String, Object> convertToEntityAttribute(String stored) {
        return JSON.convertToEntityAttribute(encryption.open(EncryptedColumn.TASK_PAYLOAD, stored));
    }
}

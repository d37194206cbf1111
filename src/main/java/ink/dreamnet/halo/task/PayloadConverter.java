package ink.dreamnet.halo.task;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import ink.dreamnet.halo.core.JsonMapConverter;
import ink.dreamnet.halo.core.encryption.EncryptedColumn;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.core.encryption.UnreadableValueException;
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

    /// A payload that cannot be decrypted, so that a list has its task all the same. An approval of what it was does not cover it.
    @SuppressWarnings("serial") // nobody writes it
    private static final class Unreadable extends LinkedHashMap<String, Object> {

        private final String stored;

        Unreadable(String stored, UnreadableValueException why) {
            super(Map.of("unreadable", String.valueOf(why.getMessage())));
            this.stored = stored;
        }
    }

    @Override
    public String convertToDatabaseColumn(Map<String, Object> payload) {
        if (payload instanceof Unreadable unreadable) {
            return unreadable.stored;
        }
        return encryption.seal(EncryptedColumn.TASK_PAYLOAD, JSON.convertToDatabaseColumn(payload));
    }

    @Override
    public Map<String, Object> convertToEntityAttribute(String stored) {
        try {
            return JSON.convertToEntityAttribute(encryption.open(EncryptedColumn.TASK_PAYLOAD, stored));
        } catch (UnreadableValueException lost) {
            return new Unreadable(stored, lost);
        }
    }
}

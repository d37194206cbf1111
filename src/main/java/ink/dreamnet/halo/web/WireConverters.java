package ink.dreamnet.halo.web;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;

/// Reads the wire names of enums from paths and queries, ignoring case; an empty text is no value.
class WireConverters implements ConverterFactory<String, Wire> {

    @Override
    public <T extends Wire> Converter<String, @Nullable T> getConverter(Class<T> type) {
        return text -> text.isBlank() ? null : type.cast(parse(type, text));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // every Wire is an enum: the type system cannot say so of T
    private static Object parse(Class<?> type, String text) {
        return Wire.parse((Class) type, "value", text);
    }
}

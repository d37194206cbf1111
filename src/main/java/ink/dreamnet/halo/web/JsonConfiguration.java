package ink.dreamnet.halo.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// The one JSON mapper of HALO, for the wire and for JSON in the database: times in UTC with exactly three digits of
/// fraction, durations as milliseconds, nothing rounded or guessed when it is read.
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Bean
    JsonMapperBuilderCustomizer wireFormat() {
        SimpleModule module = new SimpleModule("halo") {
            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.appendAnnotationIntrospector(new RequiredPrimitives());
            }
        };
        module.addSerializer(new InstantWriter());
        module.addSerializer(new DurationWriter());
        module.addDeserializer(Duration.class, new DurationReader());
        module.addDeserializer(Instant.class, new InstantReader());
        return builder -> builder.addModule(module).enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS).disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }

    /// An absent number or boolean of a record must be given, as `null` must not: Jackson would take 0 or false for it.
    private static final class RequiredPrimitives extends NopAnnotationIntrospector {

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return member instanceof AnnotatedParameter && member.getRawType().isPrimitive() ? Boolean.TRUE : null;
        }
    }

    private static final class InstantWriter extends StdScalarSerializer<Instant> {

        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
            json.writeString(MILLIS.format(time));
        }
    }

    /// Refuses what a database could not store.
    private static final class InstantReader extends StdScalarDeserializer<Instant> {

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) {
            Instant time = InstantDeserializer.INSTANT.deserialize(json, context);
            if (time == null || !Texts.storable(time)) {
                throw context.weirdStringException(json.getString(), Instant.class, "is out of range");
            }
            return time;
        }
    }

    private static final class DurationWriter extends StdScalarSerializer<Duration> {

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializationContext context) {
            json.writeNumber(duration.toMillis());
        }
    }

    private static final class DurationReader extends StdScalarDeserializer<Duration> {

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return context.reportInputMismatch(this, "a number of milliseconds is expected");
            }
            return Duration.ofMillis(json.getLongValue());
        }
    }
}

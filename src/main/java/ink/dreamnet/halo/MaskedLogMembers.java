package ink.dreamnet.halo;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/// Masks what is secret in each member of a log of JSON (`logging.structured.format`), as [LogLines] does in one of lines. It does nothing
/// for another application that has HALO on its class path.
class MaskedLogMembers implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

    private final boolean own;

    MaskedLogMembers(Environment environment) {
        own = environment instanceof ConfigurableEnvironment configurable
                && configurable.getPropertySources().stream()
                        .anyMatch(source -> source.getName().startsWith(HaloDefaults.SOURCE));
    }

    @Override
    public void customize(Members<ILoggingEvent> members) {
        if (own) {
            members.applyingValueProcessor(
                    ValueProcessor.of(String.class, text -> text == null ? null : MaskedText.in(text)));
        }
    }
}

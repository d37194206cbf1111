package ink.dreamnet.halo.sink;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.http.StandardWebhook;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings of one sink.
///
/// @param name lower-case words with hyphens, at most 63 characters
/// @param type `webhook`, `alertmanager`, `slack` or `kafka`
/// @param url its address, http or https. Of an Alertmanager the address without a path; not for `kafka`
/// @param types which events: exact types, or patterns with `*`
/// @param severity the least severity: `info`, `warning`, `error` or `critical`
/// @param format of a webhook: `cloudevents` or `dreamnet`
/// @param secrets the secrets that sign a webhook: `whsec_` and the base64 of 24 to 64 bytes; several while they are
///        rotated
/// @param headers the headers of each request. A value `env:NAME` or `file:/path` is read from there each time, so
///        that a secret need not stand in the configuration
/// @param delivery timeouts and retries
/// @param alertmanager settings of an Alertmanager
/// @param kafka settings of Kafka; null for other types
record SinkSettings(@DefaultValue("") String name, @DefaultValue("") String type, @Nullable URI url,
        @DefaultValue("*") List<String> types, @DefaultValue("info") String severity,
        @DefaultValue("cloudevents") String format, @DefaultValue List<String> secrets,
        @DefaultValue Map<String, String> headers, @DefaultValue DeliverySettings delivery,
        @DefaultValue AlertmanagerSettings alertmanager, @Nullable KafkaSettings kafka) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /// @throws IllegalArgumentException where the parts do not fit together
    SinkSettings {
        types = List.copyOf(types);
        secrets = List.copyOf(secrets);
        headers = Map.copyOf(headers);
        if (!NAME.matcher(name).matches() || name.length() > 63) {
            throw new IllegalArgumentException(
                    "halo.wormhole.sinks[].name: '%s' is not made of lower-case words with hyphens, at most 63 characters"
                            .formatted(name));
        }
        String where = "halo.wormhole.sinks[] '" + name + "': ";
        if (!List.of("webhook", "alertmanager", "slack", "kafka").contains(type)) {
            throw new IllegalArgumentException(
                    where + "type '%s' is not one of webhook, alertmanager, slack, kafka".formatted(type));
        }
        if (!type.equals("kafka") && (url == null || url.getHost() == null
                || !List.of("http", "https").contains(url.getScheme()) || url.getUserInfo() != null)) {
            throw new IllegalArgumentException(
                    where + "url '%s' is not an http or https URL without a password".formatted(
                            url == null ? "" : url.getUserInfo() == null ? url : "…"));
        }
        if (!List.of("cloudevents", "dreamnet").contains(format)) {
            throw new IllegalArgumentException(
                    where + "format '%s' is not one of cloudevents, dreamnet".formatted(format));
        }
        if (types.isEmpty() || types.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(where + "types: at least one, none of them empty");
        }
        secrets.forEach(StandardWebhook::key);
    }

    /// Shows no secret.
    @Override
    public String toString() {
        return "Sink[name=%s, type=%s]".formatted(name, type);
    }
}

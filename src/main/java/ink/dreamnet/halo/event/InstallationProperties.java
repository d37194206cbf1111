package ink.dreamnet.halo.event;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How this installation names itself in events.
///
/// @param source the CloudEvents `source` of all events that HALO sends, a URI without white space of at most 200 characters.
///        Empty: `urn:halo:` and an id that is made once for the database. What comes in with it is HALO's own
/// @param publicUrl where others reach HALO, such as `https://halo.example`. It makes `dataschema` a URL; empty: it is a
///        name (`urn:halo:schema:…`)
@ConfigurationProperties("halo.wormhole")
record InstallationProperties(@DefaultValue("") String source, @DefaultValue("") String publicUrl) {

    private static final int MAX_SOURCE = 200;

    /// @throws IllegalArgumentException where a value is no URI
    InstallationProperties {
        source = source.strip();
        publicUrl = publicUrl.strip().replaceAll("/+$", "");
        if (source.length() > MAX_SOURCE || source.chars().anyMatch(Character::isWhitespace) || !uri(source)) {
            throw new IllegalArgumentException(
                    "halo.wormhole.source: '%s' is not a URI of at most %d characters".formatted(source, MAX_SOURCE));
        }
        if (!publicUrl.isEmpty() && !publicUrl.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
            throw new IllegalArgumentException(
                    "halo.wormhole.public-url: '%s' is not an http or https URL".formatted(publicUrl));
        }
    }

    private static boolean uri(String text) {
        try {
            URI.create(text);
            return true;
        } catch (IllegalArgumentException notAUri) {
            return false;
        }
    }
}

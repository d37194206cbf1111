package ink.dreamnet.halo.security;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.http.BadSignatureException;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.StandardWebhook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Lets in events (`POST /api/halo/events`) that are signed by Standard Webhooks, where secrets are configured. An event without
/// a signature needs the token as everything else does. Binary mode cannot be signed: its attributes are headers.
@Component
class SignedEvents implements SignedSender {

    private static final Logger LOG = LoggerFactory.getLogger(SignedEvents.class);
    private static final String ATTRIBUTE = "ce-";
    private static final String PATH = "/api/halo/events";

    private final InboundProperties properties;
    private final SecretReferences secrets;
    private final Clock clock;

    SignedEvents(InboundProperties properties, SecretReferences secrets, Clock clock) {
        this.properties = properties;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public boolean concerns(HttpServletRequest request) {
        return !properties.secrets().isEmpty() && SignedSender.posts(request, PATH)
                && request.getHeader(StandardWebhook.SIGNATURE) != null;
    }

    @Override
    public String verify(HttpServletRequest request, byte[] body) {
        // the signature covers the body alone, so what headers say of the event could be anybody's
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements();) {
            String name = names.nextElement();
            if (name.regionMatches(true, 0, ATTRIBUTE, 0, ATTRIBUTE.length())) {
                throw new BadSignatureException(
                        """
                                The header %s is not covered by the signature; sign an event in structured mode or DreamNet's form"""
                                .formatted(name));
            }
        }
        StandardWebhook.verify(request, body, keys(), clock.instant());
        return "webhook";
    }

    private List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>();
        for (String secret : secrets.readAll("halo.wormhole.inbound.secrets", properties.secrets())) {
            try {
                keys.add(StandardWebhook.key(secret));
            } catch (IllegalArgumentException wrong) {
                LOG.warn("One of halo.wormhole.inbound.secrets cannot be used: {}", wrong.getMessage());
            }
        }
        return keys;
    }
}

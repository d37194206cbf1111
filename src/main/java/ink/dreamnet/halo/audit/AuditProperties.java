package ink.dreamnet.halo.audit;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the audit trail is proved.
///
/// @param keys secrets that the hashes of the chain are made with, each of at least 32 characters; `env:NAME` and `file:/path` say where one
///        is kept. The first proves what is written from now on, the others what was written before. None: whoever writes to the database
///        can make the hashes too
@ConfigurationProperties("halo.audit")
record AuditProperties(@DefaultValue List<String> keys) {

    AuditProperties {
        keys = List.copyOf(keys);
    }

    /// Does not tell the keys.
    @Override
    public String toString() {
        return "AuditProperties[%d keys]".formatted(keys.size());
    }
}

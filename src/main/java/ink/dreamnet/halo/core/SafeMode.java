package ink.dreamnet.halo.core;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Whether HALO leaves alone what is stored: the way out where a stored definition keeps it from running.
///
/// @param safeMode whether definitions, standing approvals and wormholes that were stored by the API, and what is pulled from other
///        services, are switched off: nothing of them is analyzed or applied, and they can be read and deleted
@ConfigurationProperties("halo")
public record SafeMode(@DefaultValue("false") boolean safeMode) {

    /// What is said of a stored definition.
    public static final String REASON = "switched off, because HALO runs in safe mode";

    /// HALO as it usually runs.
    public static final SafeMode OFF = new SafeMode(false);
}

package ink.dreamnet.halo.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import ink.dreamnet.halo.registry.Definition;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// An endpoint that HALO watches: checked, parsed and ready to be probed.
///
/// @param subject the endpoint as a subject of the cycle
/// @param spec its definition as it was given, with its secrets
/// @param target what to probe
/// @param interval how long a result stands; null means every cycle probes
/// @param dependsOn the subjects that it depends on
/// @param labels names and values that silences and reports can match
/// @param managedBy who manages its definition
/// @param updatedAt when it was last put; null for what configuration declares
record Endpoint(SubjectRef subject, EndpointSpec spec, ProbeTarget target, @Nullable Duration interval,
        List<SubjectRef> dependsOn, Map<String, String> labels, ManagedBy managedBy, @Nullable Instant updatedAt)
        implements
            Definition<EndpointSpec> {

    /// The id under which HALO reports about itself as an observer; no endpoint can have it.
    static final String OBSERVER_ID = "halo-observer";
    /// HALO itself as an observer.
    static final SubjectRef OBSERVER = new SubjectRef(SubjectKind.ENDPOINT, OBSERVER_ID);

    /// @return its URL without secrets
    String maskedUrl() {
        return MaskedText.in(target.url().toString());
    }

    /// Keeps the secrets of the definition out of whatever prints this.
    @Override
    public String toString() {
        return subject + " " + maskedUrl();
    }
}

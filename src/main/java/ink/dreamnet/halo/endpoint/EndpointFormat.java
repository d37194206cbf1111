package ink.dreamnet.halo.endpoint;

import java.time.Instant;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// What the definition of an endpoint looks like.
final class EndpointFormat implements DefinitionFormat<EndpointSpec, Endpoint> {

    @Override
    public SubjectKind kind() {
        return SubjectKind.ENDPOINT;
    }

    @Override
    public String property() {
        return "halo.endpoints";
    }

    @Override
    public Class<EndpointSpec> specType() {
        return EndpointSpec.class;
    }

    @Override
    public Endpoint define(String id, EndpointSpec spec, ManagedBy managedBy, @Nullable Instant updatedAt) {
        return EndpointParser.parse(id, spec, managedBy, updatedAt);
    }
}

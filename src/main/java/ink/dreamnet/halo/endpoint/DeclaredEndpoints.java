package ink.dreamnet.halo.endpoint;

import java.util.Map;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.registry.DeclaredDefinitions;
import ink.dreamnet.halo.registry.DeclaredList;
import ink.dreamnet.halo.registry.DefinitionFormat;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// The endpoints that configuration declares: the list `halo.endpoints[]`, and the short form `HALO_ENDPOINTS`, which adds
/// to it. The two share one property name (an environment variable `HALO_ENDPOINTS` *is* `halo.endpoints`), so the list is
/// bound by hand: otherwise the short form would hide the list instead of adding to it.
final class DeclaredEndpoints {

    /// What declares them.
    static final String NAME = "halo.endpoints";
    private static final DeclaredList<DeclaredEndpoint> LIST = new DeclaredList<>(NAME, DeclaredEndpoint.class,
            true);

    private DeclaredEndpoints() {
    }

    /// @return the declared endpoints by their ids
    /// @throws StartRefusedException where one is wrong or two have one id, with everything that is wrong
    static Map<String, Endpoint> read(Environment environment,
            DefinitionFormat<EndpointSpec, Endpoint> format) {
        DeclaredDefinitions<EndpointSpec, Endpoint> declared = new DeclaredDefinitions<>(format)
                .addAll(LIST.read(environment), DeclaredEndpoint::id, DeclaredEndpoint::toSpec);
        String text = Binder.get(environment).bind(NAME, Bindable.of(String.class)).orElse("");
        ListedEndpoints.parse(text, environment.getProperty("DREAMNET_API_BASE"), declared.byId(),
                declared.problems());
        return declared.orRefuseStart("docs/analyzers/endpoint-health.md");
    }
}

package ink.dreamnet.halo.endpoint;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.registry.DeclaredDefinitions;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/// The endpoints that configuration declares: the list `halo.endpoints[]`, and the short form `HALO_ENDPOINTS`, which adds
/// to it. The two share one property name (an environment variable `HALO_ENDPOINTS` *is* `halo.endpoints`), so the list is
/// bound by hand: otherwise the short form would hide the list instead of adding to it.
final class DeclaredEndpoints {

    private static final ConfigurationPropertyName NAME = ConfigurationPropertyName.of("halo.endpoints");

    private DeclaredEndpoints() {
    }

    /// @return the declared endpoints by their ids
    /// @throws StartRefusedException where one is wrong or two have one id, with everything that is wrong
    static Map<String, Endpoint> read(Environment environment) {
        DeclaredDefinitions<EndpointSpec, Endpoint> declared = new DeclaredDefinitions<>(EndpointConfiguration.FORMAT)
                .addAll(bindList(environment), DeclaredEndpoint::id, DeclaredEndpoint::toSpec);
        String text = Binder.get(environment).bind(NAME, Bindable.of(String.class)).orElse("");
        ListedEndpoints.parse(text, environment.getProperty("DREAMNET_API_BASE"), declared.byId(),
                declared.problems());
        return declared.orRefuseStart("docs/analyzers/endpoint-health.md");
    }

    private static List<DeclaredEndpoint> bindList(Environment environment) {
        List<ConfigurationPropertySource> sources = StreamSupport
                .stream(ConfigurationPropertySources.get(environment).spliterator(), false)
                .map(source -> source.filter(name -> !name.equals(NAME))).toList();
        Binder binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(environment));
        return binder.bind(NAME, Bindable.listOf(DeclaredEndpoint.class),
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()))
                .orElse(List.of());
    }
}

package ink.dreamnet.halo.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.StartRefusedException;
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
import org.springframework.stereotype.Component;

/// The endpoints that configuration declares: the list `halo.endpoints[]`, and the short form `HALO_ENDPOINTS`, which adds
/// to it. The two share one property name (an environment variable `HALO_ENDPOINTS` *is* `halo.endpoints`), so the list is
/// bound by hand: otherwise the short form would hide the list instead of adding to it.
@Component
class DeclaredEndpoints {

    private static final ConfigurationPropertyName NAME = ConfigurationPropertyName.of("halo.endpoints");

    private final Map<String, Endpoint> byId = new LinkedHashMap<>();

    /// @throws StartRefusedException where one is wrong or two have one id, with everything that is wrong
    DeclaredEndpoints(Environment environment) {
        List<FieldProblem> problems = new ArrayList<>();
        List<DeclaredEndpoint> list = bindList(environment);
        for (int i = 0; i < list.size(); i++) {
            declare("halo.endpoints[%d]".formatted(i), list.get(i), problems);
        }
        String text = Binder.get(environment).bind(NAME, Bindable.of(String.class)).orElse("");
        ListedEndpoints.parse(text, environment.getProperty("DREAMNET_API_BASE"), byId, problems);
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The endpoints that configuration declares", problems,
                    "docs/analyzers/endpoint-health.md");
        }
    }

    /// @return the declared endpoints by their ids
    Map<String, Endpoint> byId() {
        return byId;
    }

    private void declare(String property, DeclaredEndpoint declared, List<FieldProblem> problems) {
        String id = declared.id() == null ? "" : declared.id();
        try {
            Endpoint endpoint = EndpointParser.parse(id, declared.toSpec(), ManagedBy.CONFIG);
            if (byId.putIfAbsent(id, endpoint) != null) {
                problems.add(new FieldProblem(property + ".id",
                        "'%s' is declared twice; ids must be unique".formatted(id)));
            }
        } catch (InvalidInputException wrong) {
            for (FieldProblem problem : wrong.problems()) {
                problems.add(new FieldProblem(property + "." + propertyName(problem.field()), problem.message()));
            }
        }
    }

    /// `connectTimeoutMs` is `connect-timeout` in configuration.
    private static String propertyName(String field) {
        int bracket = field.indexOf('[');
        String name = bracket < 0 ? field : field.substring(0, bracket);
        String rest = bracket < 0 ? "" : field.substring(bracket);
        return name.replaceFirst("Ms$", "").replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT)
                + rest;
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

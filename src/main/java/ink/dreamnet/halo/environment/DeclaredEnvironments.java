package ink.dreamnet.halo.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.registry.DeclaredDefinitions;
import ink.dreamnet.halo.registry.DeclaredList;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// The environments that configuration declares: the list `halo.environments[]`, and the short form `HALO_ENV_SNAPSHOTS`,
/// which adds to it.
final class DeclaredEnvironments {

    /// The group of the environments that the short form names.
    static final String SNAPSHOTS = "snapshots";

    private static final String SHORT_FORM = "HALO_ENV_SNAPSHOTS";
    private static final String SHORT_FORM_PROPERTY = "halo.env.snapshots";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private DeclaredEnvironments() {
    }

    /// @return the declared environments by their ids
    /// @throws StartRefusedException where one is wrong or two have one id, with everything that is wrong
    static Map<String, WatchedEnvironment> read(Environment environment,
            DefinitionFormat<EnvironmentSpec, WatchedEnvironment> format) {
        List<EnvironmentSpec> list = new DeclaredList<>("halo.environments", EnvironmentSpec.class).read(environment);
        DeclaredDefinitions<EnvironmentSpec, WatchedEnvironment> declared = new DeclaredDefinitions<>(format)
                .addAll(list, EnvironmentSpec::id, Function.identity());
        snapshots(Binder.get(environment).bind(SHORT_FORM_PROPERTY, Bindable.of(String.class)).orElse(""), declared);
        return declared.orRefuseStart(EnvironmentConfiguration.HELP);
    }

    private static void snapshots(String text, DeclaredDefinitions<EnvironmentSpec, WatchedEnvironment> declared) {
        for (String part : text.split(",", -1)) {
            String name = part.strip();
            if (name.isEmpty()) {
                continue;
            }
            if (!NAME.matcher(name).matches()) {
                declared.problems().add(new FieldProblem(SHORT_FORM,
                        "the entry '%s' is not the name of an environment: 1 to 64 letters, digits, and . _ -"
                                .formatted(name)));
            } else if (declared.byId().containsKey(name)) {
                declared.problems().add(new FieldProblem(SHORT_FORM,
                        "the entry '%s' is declared twice; ids must be unique".formatted(name)));
            } else {
                declared.byId().put(name, snapshot(name));
            }
        }
    }

    /// As the loaders of Node, Vite and Next read it, `.env` and `.env.local` belong to the developer's own machine.
    private static WatchedEnvironment snapshot(String name) {
        List<SourceSpec> sources = new ArrayList<>();
        if (name.equals("local")) {
            sources.add(SourceSpec.ofFile(".env", true));
            sources.add(SourceSpec.ofFile(".env.local", true));
        } else {
            sources.add(SourceSpec.ofFile(".env." + name, false));
        }
        EnvironmentSpec spec = new EnvironmentSpec(null, List.copyOf(sources), ".env.example", null,
                UnknownVariables.SIMILAR.wire(), null, SNAPSHOTS, null, null, null);
        return new EnvironmentParser(spec, AllowedFiles.ANY).parse(name, ManagedBy.CONFIG, null, true);
    }
}

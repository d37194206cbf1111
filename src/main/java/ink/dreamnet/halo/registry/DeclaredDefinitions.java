package ink.dreamnet.halo.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.StartRefusedException;
import org.jspecify.annotations.Nullable;

/// Collects the definitions that configuration declares, and every problem with them.
///
/// @param <S> the form in which a caller writes one
/// @param <D> the form in which it is used
public final class DeclaredDefinitions<S, D> {

    private final DefinitionFormat<S, D> format;
    private final Map<String, D> byId = new LinkedHashMap<>();
    private final List<FieldProblem> problems = new ArrayList<>();

    /// @param format what a definition looks like
    public DeclaredDefinitions(DefinitionFormat<S, D> format) {
        this.format = format;
    }

    /// Adds a list of entries.
    ///
    /// @param id tells the id of one; null where it has none, which is a problem
    /// @param spec tells what one says, in the API's form
    public <E> DeclaredDefinitions<S, D> addAll(List<E> entries, Function<E, @Nullable String> id,
            Function<E, S> spec) {
        for (int i = 0; i < entries.size(); i++) {
            add("%s[%d].".formatted(format.property(), i), id.apply(entries.get(i)), spec.apply(entries.get(i)));
        }
        return this;
    }

    private void add(String at, @Nullable String given, S spec) {
        String id = given == null ? "" : given;
        try {
            if (byId.putIfAbsent(id, format.parser().parse(id, spec, ManagedBy.CONFIG, null)) != null) {
                problems.add(new FieldProblem(at + "id", "'%s' is declared twice; ids must be unique".formatted(id)));
            }
        } catch (InvalidInputException wrong) {
            for (FieldProblem problem : wrong.problems()) {
                boolean missing = given == null && problem.field().equals("id");
                problems.add(new FieldProblem(at + propertyName(problem.field()),
                        missing ? "is missing" : problem.message()));
            }
        }
    }

    /// @return the definitions so far, by their ids; more may be added
    public Map<String, D> byId() {
        return byId;
    }

    /// @return the problems so far; more may be added
    public List<FieldProblem> problems() {
        return problems;
    }

    /// Ends the collection.
    ///
    /// @param help the page that says what is allowed (`docs/analyzers/agent-health.md`)
    /// @return the definitions by their ids
    /// @throws StartRefusedException where there is any problem, with all of them
    public Map<String, D> orRefuseStart(String help) {
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The %s that configuration declares".formatted(
                    format.property().substring(format.property().lastIndexOf('.') + 1)), problems, help);
        }
        return byId;
    }

    /// `connectTimeoutMs` is `connect-timeout` in configuration; what follows the first part of the path stays.
    private static String propertyName(String field) {
        String name = field.replaceFirst("[.\\[].*$", "");
        return name.replaceFirst("Ms$", "").replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT)
                + field.substring(name.length());
    }
}

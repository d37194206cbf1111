package ink.dreamnet.halo.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.StartRefusedException;
import org.jspecify.annotations.Nullable;

/// Collects the definitions that configuration declares, and everything that is wrong with them.
///
/// @param <S> the form in which a caller writes one
/// @param <D> the form in which it is used
public final class DeclaredDefinitions<S, D extends Definition<S>> {

    private final DefinitionFormat<S, D> format;
    private final Map<String, D> byId = new LinkedHashMap<>();
    private final List<FieldProblem> problems = new ArrayList<>();

    /// @param format what a definition looks like
    public DeclaredDefinitions(DefinitionFormat<S, D> format) {
        this.format = format;
    }

    /// Adds the next entry of the list.
    ///
    /// @param id its id; null where it has none, which is wrong
    /// @param spec what it says, in the API's form
    public void add(int index, @Nullable String id, S spec) {
        String at = "%s[%d].".formatted(format.property(), index);
        String given = id == null ? "" : id;
        try {
            if (byId.putIfAbsent(given, format.define(given, spec, ManagedBy.CONFIG, null)) != null) {
                problems.add(new FieldProblem(at + "id", "'%s' is declared twice; ids must be unique".formatted(id)));
            }
        } catch (InvalidInputException wrong) {
            for (FieldProblem problem : wrong.problems()) {
                problems.add(new FieldProblem(at + propertyName(problem.field()), problem.message()));
            }
        }
    }

    /// @return the definitions so far, by their ids; what is put into it is declared too
    public Map<String, D> byId() {
        return byId;
    }

    /// @return what is wrong so far; what is added to it is wrong too
    public List<FieldProblem> problems() {
        return problems;
    }

    /// Ends the collection.
    ///
    /// @param help where it stands what is allowed (`docs/analyzers/agent-health.md`)
    /// @return the definitions by their ids
    /// @throws StartRefusedException where anything is wrong, with everything that is
    public Map<String, D> orRefuseStart(String help) {
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The %s that configuration declares".formatted(
                    format.property().substring(format.property().lastIndexOf('.') + 1)), problems, help);
        }
        return byId;
    }

    /// `connectTimeoutMs` is `connect-timeout` in configuration.
    private static String propertyName(String field) {
        int bracket = field.indexOf('[');
        String name = bracket < 0 ? field : field.substring(0, bracket);
        String rest = bracket < 0 ? "" : field.substring(bracket);
        return name.replaceFirst("Ms$", "").replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT) + rest;
    }
}

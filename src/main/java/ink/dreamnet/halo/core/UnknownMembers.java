package ink.dreamnet.halo.core;

import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/// Finds members of JSON objects that are misspelt: what is read node by node has no record that would refuse them.
public final class UnknownMembers {

    private static final int MAX_NAME = 100;

    private UnknownMembers() {
    }

    /// Notes the first member of an object that is not known.
    ///
    /// @param at the path of the object; empty for the body
    /// @param known in alphabetical order
    public static void check(String at, JsonNode object, List<String> known, List<FieldProblem> problems) {
        if (object.isObject() && !Set.copyOf(known).containsAll(object.propertyNames())) {
            object.propertyNames().stream().filter(name -> !known.contains(name)).findFirst()
                    .ifPresent(name -> problems.add(new FieldProblem(
                            (at.isEmpty() ? "" : at + ".") + Texts.cut(name, MAX_NAME),
                            "is not known here; known: " + String.join(", ", known))));
        }
    }
}

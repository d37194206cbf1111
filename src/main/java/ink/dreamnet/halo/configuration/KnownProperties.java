package ink.dreamnet.halo.configuration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ink.dreamnet.halo.configuration.Shape.Entries;
import ink.dreamnet.halo.configuration.Shape.Items;
import ink.dreamnet.halo.configuration.Shape.Members;
import ink.dreamnet.halo.configuration.Shape.Value;
import ink.dreamnet.halo.core.Spelling;
import org.jspecify.annotations.Nullable;

/// Every property below `halo` that something reads.
final class KnownProperties {

    /// The name that all of them are below.
    static final String ROOT = "halo";

    /// How an environment variable begins that is one of them.
    static final String VARIABLES = "HALO_";

    private final Members root = new Members();

    /// @param prefix the name of what has these members (`halo.budgets`)
    void add(String prefix, Shape shape) {
        List<String> elements = PropertyPath.of(prefix).elements();
        Shape inner = shape;
        for (int i = elements.size() - 1; i >= 0; i--) {
            Members outer = new Members();
            outer.add(elements.get(i), inner);
            inner = outer;
        }
        root.addAll((Members) inner);
    }

    /// What a name turned out to be.
    sealed interface Finding {

        /// Something reads it.
        record Known() implements Finding {
        }

        /// It is a map's, whose key is all that follows.
        ///
        /// @param from the first element of the key
        record Key(int from) implements Finding {
        }

        /// It has a text, but something reads only its members.
        ///
        /// @param allowed what it may have
        record NoText(String allowed) implements Finding {
        }

        /// Nothing reads it.
        ///
        /// @param at the element from which on it is unknown
        /// @param similar the known element that was probably meant; null where none is similar
        /// @param allowed what there may be in its place, as a sentence
        record Unknown(int at, @Nullable String similar, String allowed) implements Finding {
        }
    }

    /// Looks a name up.
    ///
    /// @param path begins with [#ROOT]
    Finding find(PropertyPath path) {
        Shape shape = root;
        for (int i = 0; i < path.size(); i++) {
            switch (shape) {
                case Members members -> {
                    Members.Member member = members.find(path.element(i));
                    if (member == null) {
                        return unknown(path, i, members);
                    }
                    shape = member.shape();
                }
                case Items(Shape each) -> {
                    if (!isIndex(path.element(i))) {
                        return new Finding.Unknown(i, null, path.before(i) + " is a list: its entries are [0], [1] …");
                    }
                    shape = each;
                }
                case Entries map -> {
                    if (map.keysHaveDots()) {
                        return new Finding.Key(i);
                    }
                    shape = map.each();
                }
                case Value value -> {
                    return value == Value.ANYTHING
                            ? new Finding.Known()
                            : new Finding.Unknown(i, null, path.before(i) + " is one value and has nothing below it");
                }
            }
        }
        return switch (shape) {
            case Members members when !members.allowsText() ->
                new Finding.NoText("%s has no value of its own, but %s".formatted(path.written(), listed(members)));
            case Entries _ -> new Finding.NoText("%s is a map, and has names with values".formatted(path.written()));
            case Members _,Items _,Value _ -> new Finding.Known();
        };
    }

    private Finding.Unknown unknown(PropertyPath path, int at, Members there) {
        return new Finding.Unknown(at, new Spelling(there.names(), Set.of()).similar(path.element(at)),
                "%s has %s".formatted(path.before(at), listed(there)));
    }

    /// @return the names that have the elements of an unknown one, in their order and with the same end: somebody may know a name, but
    ///         not where it stands
    List<String> endingAs(PropertyPath path) {
        List<String> elements = path.elements().stream().map(Shape::dashed).toList();
        String end = "." + elements.getLast();
        return names().stream().filter(name -> name.endsWith(end) && has(name, elements)).toList();
    }

    private static boolean has(String name, List<String> elements) {
        int found = 0;
        for (String element : name.split("\\.")) {
            if (found < elements.size() && element.equals(elements.get(found))) {
                found++;
            }
        }
        return found == elements.size();
    }

    private static String listed(Members members) {
        return String.join(", ", members.names());
    }

    private static boolean isIndex(String element) {
        return !element.isEmpty() && element.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// Looks an environment variable up, as Spring does: a hyphen is left out or is an underscore, in all of the name alike.
    ///
    /// @return whether something reads it
    boolean hasVariable(String variable) {
        List<String> words = List.of(variable.toLowerCase(Locale.ROOT).split("_", -1));
        return isVariable(root, words, false) || isVariable(root, words, true);
    }

    private static boolean isVariable(Shape shape, List<String> words, boolean hyphens) {
        if (words.isEmpty()) {
            return !(shape instanceof Entries || shape instanceof Members members && !members.allowsText());
        }
        return switch (shape) {
            case Value value -> value == Value.ANYTHING;
            case Items(Shape each) ->
                isIndex(words.getFirst()) && isVariable(each, words.subList(1, words.size()), hyphens);
            case Entries map ->
                map.keysHaveDots() || isVariable(map.each(), words.subList(1, words.size()), hyphens);
            case Members members -> isMember(members, words, hyphens);
        };
    }

    private static boolean isMember(Members members, List<String> words, boolean hyphens) {
        for (int n = 1; n <= words.size(); n++) {
            Members.Member member = members.find(String.join("-", words.subList(0, n)));
            boolean fits = member != null && (hyphens ? member.name().split("-", -1).length == n : n == 1);
            if (member != null && fits && isVariable(member.shape(), words.subList(n, words.size()), hyphens)) {
                return true;
            }
        }
        return false;
    }

    /// @return the elements of the property that a variable is; the words after the name of a map are its key
    @Nullable
    PropertyPath keyOf(String variable) {
        PropertyPath path = PropertyPath.of(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
        return find(path) instanceof Finding.Key(int from) && path.size() > from + 1 ? path : null;
    }

    /// @return the names of all that may have one value, but for those in lists and maps
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        collect(root, "", names, new ArrayList<>());
        return names;
    }

    private static void collect(Members members, String prefix, Set<String> names, List<Members> within) {
        if (within.contains(members)) {
            return;
        }
        within.add(members);
        for (String name : members.names()) {
            Members.Member member = members.find(name);
            if (member == null) {
                continue;
            }
            String full = prefix.isEmpty() ? name : prefix + "." + name;
            if (member.shape() instanceof Members inner) {
                collect(inner, full, names, within);
            } else if (!(member.shape() instanceof Entries)) {
                names.add(full);
            }
        }
        within.removeLast();
    }
}

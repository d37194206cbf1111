package ink.dreamnet.halo.configuration;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// What may stand below a name in configuration, as Spring's binder reads a Java type.
sealed interface Shape {

    /// What has no members of its own.
    enum Value implements Shape {
        /// One text.
        TEXT,
        /// Whatever there is.
        ANYTHING
    }

    /// A list.
    ///
    /// @param each what each entry is
    record Items(Shape each) implements Shape {
    }

    /// A map.
    ///
    /// @param each what each value is
    record Entries(Shape each) implements Shape {

        /// @return whether all that follows the map's name is one key, dots and all
        boolean keysHaveDots() {
            return each instanceof Value;
        }
    }

    /// Members by their names. They grow while the types are read.
    final class Members implements Shape {

        private final Map<String, Member> byPlainName = new TreeMap<>();
        private boolean text;

        /// One of them.
        ///
        /// @param name as it is documented (`max-wait`)
        record Member(String name, Shape shape) {
        }

        /// Adds one; what is there already by that name stays and gets the members of the other.
        void add(String name, Shape shape) {
            byPlainName.merge(plain(name), new Member(name, shape),
                    (there, more) -> new Member(there.name(), merged(there.shape(), more.shape())));
        }

        private static Shape merged(Shape there, Shape more) {
            if (there instanceof Members one && more instanceof Members other) {
                Members both = new Members();
                both.addAll(one);
                both.addAll(other);
                return both;
            }
            return there;
        }

        void addAll(Members others) {
            others.byPlainName.values().forEach(member -> add(member.name(), member.shape()));
            text |= others.text;
        }

        /// Says that one text may stand in the place of the members.
        void allowText() {
            text = true;
        }

        boolean allowsText() {
            return text;
        }

        /// @param written in any of the forms that Spring takes (`max-wait`, `maxWait`, `max_wait`)
        @Nullable
        Member find(String written) {
            return byPlainName.get(plain(written));
        }

        Set<String> names() {
            Set<String> names = new LinkedHashSet<>();
            byPlainName.values().forEach(member -> names.add(member.name()));
            return names;
        }

        private static String plain(String name) {
            StringBuilder plain = new StringBuilder(name.length());
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (Character.isLetterOrDigit(c)) {
                    plain.append(Character.toLowerCase(c));
                }
            }
            return plain.toString();
        }
    }

    /// @return the name as configuration has it (`max-wait` of `maxWait`)
    static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}

package ink.dreamnet.halo.core;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// The people behind something, each by the name of their tokens. At most [#MOST] are named; where there are more, everybody counts
/// as one of them, so that nobody who is passes for somebody who is not.
///
/// @param names each once; the last one is `*`, which no token can be named, where there are more
public record People(List<String> names) {

    /// Nobody: configuration, HALO itself, and whoever needs no token.
    public static final People NOBODY = new People(List.of());
    /// How many are named. Names have at most 60 characters, so all of them fit into a row that is read often.
    public static final int MOST = 100;
    private static final String MORE = "*";

    /// Copies the list.
    public People {
        names = List.copyOf(names);
    }

    /// @param name null for nobody
    public static People of(@Nullable String name) {
        return name == null ? NOBODY : new People(List.of(name));
    }

    /// On a machine without tokens everyone is one person, who is nobody here: so one can try the whole loop.
    public static People of(Actor actor) {
        return actor.equals(Actor.HALO) || actor.equals(Actor.LOCAL) ? NOBODY : of(actor.name());
    }

    /// @return these and others
    public People plus(People others) {
        List<String> all = Stream.concat(names.stream(), others.names.stream()).distinct().toList();
        List<String> named = all.stream().filter(name -> !name.equals(MORE)).toList();
        return named.size() == all.size() && named.size() <= MOST
                ? new People(all)
                : new People(Stream.concat(named.stream().limit(MOST), Stream.of(MORE)).toList());
    }

    /// Whether two names are one person's. Case makes no difference: issuers of tokens write the same name in several ways.
    public static boolean same(String one, String other) {
        return one.equalsIgnoreCase(other);
    }

    /// @return whether somebody is one of them, or may be
    public boolean include(String name) {
        return name(name) || names.contains(MORE);
    }

    /// @return whether somebody is one of those that are named
    public boolean name(String name) {
        return names.stream().anyMatch(each -> same(each, name));
    }

    /// @return whether they are nobody
    public boolean isEmpty() {
        return names.isEmpty();
    }
}

package ink.dreamnet.halo.registry;

import java.util.NavigableMap;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;

/// All subjects of one kind, as the API lists, shows, replaces and deletes them.
///
/// @param <S> the form in which a caller writes one
/// @param <D> the form in which it is used
public interface Fleet<S, D extends Definition<S>> {

    /// @return the subjects as they are now, in the order of their ids
    NavigableMap<String, D> all();

    /// @return one page, in the order of the ids
    default Page<D> list(PageQuery query) {
        NavigableMap<String, D> all = all();
        NavigableMap<String, D> rest = query.before() == null ? all : all.tailMap(query.before(), false);
        return Page.of(rest.values().stream().limit(query.limit() + 1L).toList(), query, Definition::id);
    }

    /// @throws ink.dreamnet.halo.core.NotFoundException where there is none of that id
    /// @throws ink.dreamnet.halo.core.ConflictException where its stored definition cannot be used
    D get(String id);

    /// Creates or replaces a definition. Putting what is already there changes nothing.
    ///
    /// @throws ink.dreamnet.halo.core.InvalidInputException where the definition is wrong, with every wrong field
    /// @throws ink.dreamnet.halo.core.ConflictException where configuration declares the subject
    Put<D> put(String id, S spec, Actor actor);

    /// Removes a definition. The weak points of its subject are closed by the next cycle.
    ///
    /// @throws ink.dreamnet.halo.core.NotFoundException where there is none of that id
    /// @throws ink.dreamnet.halo.core.ConflictException where it is declared by configuration, or listed by the service that
    ///         it was pulled from
    void delete(String id, Actor actor);

    /// The result of a put.
    ///
    /// @param definition the definition as it is now
    /// @param created whether it is new
    record Put<D>(D definition, boolean created) {
    }
}

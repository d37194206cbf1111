package ink.dreamnet.halo.memory.trait;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// Finds pages of entities. Walks an index for each kind from where the page before ended, so that it reads no more than it shows.
@Repository
class EntityPages {

    private final JdbcTemplate jdbc;

    EntityPages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Where the page before ended.
    ///
    /// @param value of the trait; null where the order is not by one
    private record Cursor(Entity entity, @Nullable Double value) {
    }

    /// @return by kind and id, or by the value of the trait
    Page<Entity> page(EntityQuery query, PageQuery page) {
        Cursor cursor = cursor(query, page);
        List<EntityKind> kinds = query.kind() == null ? List.of(EntityKind.values()) : List.of(query.kind());
        List<String> walks = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        for (EntityKind kind : kinds) {
            if (query.trait() == null) {
                walkIds(kind, cursor, page.limit() + 1, walks, arguments);
            } else {
                walkValues(query, query.trait(), kind, cursor, page.limit() + 1, walks, arguments);
            }
        }
        if (walks.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        String order = query.trait() == null
                ? "kind, id"
                : query.descending() ? "trait_value desc, kind, id desc" : "trait_value, kind, id";
        arguments.add(page.limit() + 1);
        List<Entity> found = jdbc.query(
                "select kind, id from (" + String.join(" union all ", walks) + ") found order by "
                        + order + " limit ?",
                (row, number) -> new Entity(EntityKind.valueOf(row.getString(1)), row.getString(2)),
                arguments.toArray());
        return Page.of(found, page, Entity::toString);
    }

    private @Nullable Cursor cursor(EntityQuery query, PageQuery page) {
        String before = page.before();
        if (before == null) {
            return null;
        }
        int colon = before.indexOf(':');
        if (colon < 1) {
            throw new InvalidInputException("before",
                    "'%s' is not of the form kind:id; give what the page before this one answered as next"
                            .formatted(before));
        }
        Entity entity = new Entity(Wire.parse(EntityKind.class, "before", before.substring(0, colon)),
                before.substring(colon + 1));
        if (query.trait() == null) {
            return new Cursor(entity, null);
        }
        List<@Nullable Double> values = jdbc.queryForList(
                "select trait_value from memory_trait where kind = ? and id = ? and trait = ?",
                Double.class, entity.kind().name(), entity.id(), query.trait().name());
        if (values.isEmpty()) {
            throw new InvalidInputException("before", "'%s' has no %s any more; begin again without it"
                    .formatted(before, query.trait().wire()));
        }
        return new Cursor(entity, values.getFirst());
    }

    private static void walkIds(EntityKind kind, @Nullable Cursor cursor, int most, List<String> walks,
            List<Object> arguments) {
        int beyond = cursor == null ? 1 : kind.name().compareTo(cursor.entity().kind().name());
        if (beyond < 0) {
            return;
        }
        arguments.add(kind.name());
        arguments.add(beyond > 0 || cursor == null ? "" : cursor.entity().id());
        arguments.add(most);
        walks.add("(select kind, id from memory_entity where kind = ? and id > ? order by kind, id limit ?)");
    }

    /// What a page before ended with is a walk of its own, so that thousands of the same value are not read again.
    private static void walkValues(EntityQuery query, TraitKey trait, EntityKind kind, @Nullable Cursor cursor,
            int most, List<String> walks, List<Object> arguments) {
        double least = query.above() == null ? 0 : query.above();
        double greatest = query.below() == null ? 1 : query.below();
        Double value = cursor == null ? null : cursor.value();
        if (cursor != null && value != null) {
            int later = kind.name().compareTo(cursor.entity().kind().name());
            if (later == 0) {
                walk(query.descending(), " and id " + (query.descending() ? "<" : ">") + " ?", walks);
                arguments.addAll(List.of(trait.name(), kind.name(), value, value, cursor.entity().id(), most));
            }
            boolean same = later > 0;
            if (query.descending()) {
                greatest = Math.min(greatest, same ? value : Math.nextDown(value));
            } else {
                least = Math.max(least, same ? value : Math.nextUp(value));
            }
        }
        walk(query.descending(), "", walks);
        arguments.addAll(List.of(trait.name(), kind.name(), least, greatest, most));
    }

    private static void walk(boolean descending, String rest, List<String> walks) {
        walks.add("(select kind, id, trait_value from memory_trait where trait = ? and kind = ? and trait_value >= ?"
                + " and trait_value <= ?" + rest + " order by "
                + (descending
                        ? "trait desc, kind desc, trait_value desc, id desc"
                        : "trait, kind, trait_value, id")
                + " limit ?)");
    }
}

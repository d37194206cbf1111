package ink.dreamnet.halo.memory.evolution;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.trait.Entities;
import ink.dreamnet.halo.memory.trait.Entity;
import ink.dreamnet.halo.memory.trait.EntityKind;
import ink.dreamnet.halo.memory.trait.EntityState;
import ink.dreamnet.halo.memory.trait.EntityView;
import ink.dreamnet.halo.memory.trait.Trait;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Records and answers how entities evolve. An entity gets a point for each day (UTC) on which something of it changed; a day without
/// one is as the day before. The whole gets one each day.
@Service
public class Evolution {

    /// How many days one answer has at most.
    static final int MOST_DAYS = 400;
    private static final int DEFAULT_DAYS = 30;
    private static final int A_WEEK = 7;
    private static final int CHUNK = 500;
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {
    };

    private final PointStore store;
    private final Entities entities;
    private final WeakPoints weakPoints;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    Evolution(PointStore store, Entities entities, WeakPoints weakPoints, TransactionTemplate transaction,
            JsonMapper json, Clock clock) {
        this.store = store;
        this.entities = entities;
        this.weakPoints = weakPoints;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /// An entity on one day.
    ///
    /// @param state what was last known of it; null where it was not observed
    /// @param traits by their keys
    record EntityPoint(@Nullable EntityState state, Map<String, Double> traits) {

        static EntityPoint of(EntityView entity) {
            Map<String, Double> traits = new LinkedHashMap<>();
            for (Trait trait : entity.traits()) {
                traits.put(trait.key().wire(), trait.value());
            }
            return new EntityPoint(entity.state(), traits);
        }
    }

    /// The whole on one day.
    ///
    /// @param weakPoints how many were open, by severity; null for a day that was recorded later
    /// @param happened what happened on that day
    /// @param traits the means over all entities; null for a day that was recorded later
    record SystemPoint(@Nullable Map<Severity, Long> weakPoints,
            @JsonUnwrapped Entities.Happened happened, @Nullable Map<String, Double> traits) {
    }

    /// Records the points of all days that are over and not recorded yet, at most the last 400. Each day in one transaction.
    void catchUp() {
        LocalDate yesterday = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
        LocalDate last = transaction.execute(tx -> store.lockLastDay());
        boolean more;
        do {
            more = Boolean.TRUE.equals(transaction.execute(tx -> recordNext(yesterday)));
        } while (more && !Thread.currentThread().isInterrupted());
        LocalDate thinned = last == null ? LocalDate.EPOCH : last.minusDays(MOST_DAYS + A_WEEK);
        transaction.executeWithoutResult(tx -> store.thin(thinned, yesterday.minusDays(MOST_DAYS)));
    }

    private boolean recordNext(LocalDate yesterday) {
        LocalDate last = store.lockLastDay();
        LocalDate next = last == null ? firstDay(yesterday) : last.plusDays(1);
        if (next.isBefore(yesterday.minusDays(MOST_DAYS))) {
            next = yesterday.minusDays(MOST_DAYS);
        }
        if (next.isAfter(yesterday)) {
            return false;
        }
        record(next, next.equals(yesterday));
        store.lastDay(next);
        return next.isBefore(yesterday);
    }

    private LocalDate firstDay(LocalDate yesterday) {
        Long first = store.firstRecordMs();
        return first == null ? yesterday : LocalDate.ofInstant(Instant.ofEpochMilli(first), ZoneOffset.UTC);
    }

    private void record(LocalDate day, boolean latest) {
        Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant until = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Map<EntityKind, List<String>> changed = entities.changed(from, until).stream().collect(Collectors.groupingBy(
                Entity::kind, () -> new EnumMap<>(EntityKind.class),
                Collectors.mapping(Entity::id, Collectors.toList())));
        changed.forEach((kind, ids) -> {
            for (int start = 0; start < ids.size(); start += CHUNK) {
                Map<Entity, String> points = new HashMap<>();
                entities.asOf(kind, ids.subList(start, Math.min(ids.size(), start + CHUNK)), until.minusMillis(1))
                        .forEach(view -> points.put(new Entity(view.kind(), view.id()),
                                json.writeValueAsString(EntityPoint.of(view))));
                store.write(day, points);
            }
        });
        entities.knowTheWhole(clock.instant());
        store.write(day, Map.of(Entity.SYSTEM, json.writeValueAsString(whole(from, until, latest))));
    }

    private SystemPoint whole(Instant from, Instant until, boolean latest) {
        if (!latest) {
            return new SystemPoint(null, entities.happened(from, until), null);
        }
        Map<Severity, Long> open = weakPoints.counts();
        Map<Severity, Long> all = new EnumMap<>(Severity.class);
        for (Severity severity : List.of(Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)) {
            all.put(severity, open.getOrDefault(severity, 0L));
        }
        Map<String, Double> traits = new LinkedHashMap<>();
        entities.means().forEach((key, mean) -> traits.put(key.wire(), mean));
        return new SystemPoint(all, entities.happened(from, until), traits);
    }

    /// How an entity was on one day.
    ///
    /// @param day the day (UTC)
    /// @param members what was recorded, by name
    public record Point(LocalDate day, @JsonAnyGetter Map<String, Object> members) {
    }

    /// @param from the first day; null for 30 days up to the last
    /// @param to the last day; null for yesterday
    /// @return a point for each day from the first one on of which something is known
    /// @throws InvalidInputException where the days are in the wrong order or too many
    @Transactional(readOnly = true)
    public List<Point> of(Entity entity, @Nullable LocalDate from, @Nullable LocalDate to) {
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1) : to;
        LocalDate first = from == null ? last.minusDays(DEFAULT_DAYS - 1L) : from;
        if (first.isAfter(last) || first.plusDays(MOST_DAYS).isBefore(last)) {
            throw new InvalidInputException("from", "%s is not within the %d days up to %s".formatted(first, MOST_DAYS,
                    last));
        }
        NavigableMap<LocalDate, String> stored = store.points(entity, first, last);
        List<Point> points = new ArrayList<>();
        Map<LocalDate, Map<String, Object>> read = new HashMap<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            LocalDate at = entity.kind() == EntityKind.SYSTEM
                    ? stored.containsKey(day) ? day : null
                    : stored.floorKey(day);
            if (at != null) {
                points.add(new Point(day, read.computeIfAbsent(at,
                        any -> json.readValue(Objects.requireNonNull(stored.get(any)), MEMBERS))));
            }
        }
        return points;
    }
}

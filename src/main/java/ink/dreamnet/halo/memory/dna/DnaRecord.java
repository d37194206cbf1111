package ink.dreamnet.halo.memory.dna;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.memory.trait.Change;
import ink.dreamnet.halo.memory.trait.EntityView;
import ink.dreamnet.halo.memory.trait.Trait;
import ink.dreamnet.halo.memory.trait.TraitKey;

/// What the memory knows of an entity, in the form of DreamNet's `dna-core`.
///
/// @param id the same for the same entity, always
/// @param entityType `agent`, `squad` or `endpoint`
/// @param entityId its id
/// @param traits those that DreamNet shows first: `reliability` always, 0.5 where nothing is known
/// @param tags its state
/// @param history its last changes, the newest first, at most 25
/// @param createdAt since when it is known
/// @param updatedAt when something of it last changed
record DnaRecord(UUID id, String entityType, String entityId, List<DnaTrait> traits, List<String> tags,
        List<DnaEvent> history, Instant createdAt, Instant updatedAt) {

    private static final double UNKNOWN = 0.5;

    /// One trait.
    ///
    /// @param key its name
    /// @param value 0 to 1
    /// @param lastUpdated when it last changed
    record DnaTrait(String key, double value, Instant lastUpdated) {
    }

    /// One change.
    ///
    /// @param timestamp when
    /// @param summary what happened
    /// @param metrics more about it; names and numbers or texts
    record DnaEvent(Instant timestamp, String summary, Map<String, Object> metrics) {

        static DnaEvent of(Change change) {
            return new DnaEvent(change.at(), change.sentence(), Map.of("analyzer", change.analyzer(), "state",
                    change.state().wire()));
        }
    }

    static DnaRecord of(EntityView entity, List<Change> changes) {
        String name = entity.kind().wire() + ":" + entity.id();
        List<DnaTrait> traits = new ArrayList<>();
        if (entity.traits().stream().noneMatch(trait -> trait.key() == TraitKey.RELIABILITY)) {
            traits.add(new DnaTrait(TraitKey.RELIABILITY.wire(), UNKNOWN, entity.changedAt()));
        }
        for (Trait trait : entity.traits()) {
            traits.add(new DnaTrait(trait.key().wire(), trait.value(), trait.changedAt()));
        }
        return new DnaRecord(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), entity.kind().wire(),
                entity.id(), traits, entity.state() == null ? List.of() : List.of(entity.state().wire()),
                changes.stream().map(DnaEvent::of).toList(), entity.knownSince(), entity.changedAt());
    }
}

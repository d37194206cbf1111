package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Reloadable;
import ink.dreamnet.halo.core.SafeMode;
import ink.dreamnet.halo.core.encryption.StoredJson;
import ink.dreamnet.halo.core.encryption.UnreadableValueException;
import ink.dreamnet.halo.core.masking.MaskedJson;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.sink.SinkNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Knows every wormhole: those that HALO ships, those that configuration declares, and those that were put by the API. They are
/// few, and read afresh each time, so that an operator's switch holds for all replicas.
@Service
public class Wormholes implements Reloadable {

    private static final Logger LOG = LoggerFactory.getLogger(Wormholes.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_NULL)).build();
    private static final int MOST = 500;

    private volatile Map<String, Wormhole> declared;
    private final WormholeStore store;
    private final SinkNames sinks;
    private final AuditTrail audit;
    private final Clock clock;
    private final SafeMode safeMode;

    Wormholes(ConfiguredWormholes configured, WormholeStore store, SinkNames sinks, AuditTrail audit, Clock clock,
            SafeMode safeMode) {
        this.declared = declared(configured, sinks);
        this.store = store;
        this.sinks = sinks;
        this.audit = audit;
        this.clock = clock;
        this.safeMode = safeMode;
    }

    private static Map<String, Wormhole> declared(ConfiguredWormholes configured, SinkNames sinks) {
        Map<String, Wormhole> declared = new TreeMap<>(ShippedWormholes.all());
        declared.putAll(configured.declared(sinks.declared()));
        return declared;
    }

    @Override
    public List<String> properties() {
        return List.of("halo.wormholes");
    }

    @Override
    public Next read(Environment environment) {
        Map<String, Wormhole> next = declared(
                Binder.get(environment).bindOrCreate("halo", ConfiguredWormholes.class), sinks);
        Changes changes = Changes.between(declared, next, hole -> List.of(hole.spec(), hole.enabled()));
        return Next.of(changes, () -> declared = next);
    }

    /// @return all, in the order of their ids; each is enabled as an operator's switch or else its definition has it, and in
    ///         [SafeMode] none that is stored
    public Collection<Wormhole> all() {
        Map<String, Wormhole> all = new TreeMap<>(declared);
        for (WormholeStore.Stored stored : store.all()) {
            try {
                all.putIfAbsent(stored.id(), WormholeParser.define(stored.id(),
                        JSON.readValue(stored.definition().text(), WormholeSpec.class), ManagedBy.API,
                        stored.updatedAt())
                        .writtenBy(stored.authors()));
            } catch (InvalidInputException | JacksonException | UnreadableValueException wrong) {
                LOG.warn("The stored wormhole '{}' cannot be used, so no event goes through it", stored.id(), wrong);
            }
        }
        store.switches()
                .forEach((id, switched) -> all.computeIfPresent(id, (any, hole) -> hole.switched(switched.enabled())));
        if (safeMode.safeMode()) {
            all.replaceAll((id, hole) -> declared.containsKey(id) ? hole : hole.switched(false));
        }
        return all.values();
    }

    Optional<Wormhole> find(String id) {
        return all().stream().filter(wormhole -> wormhole.id().equals(id)).findFirst();
    }

    /// @throws NotFoundException where there is none of that id
    Wormhole get(String id) {
        return find(id).orElseThrow(() -> new NotFoundException("wormhole", id));
    }

    /// Creates or replaces one. An operator's earlier switch is removed: what is put says itself whether it is enabled.
    ///
    /// @return whether it is new
    /// @throws InvalidInputException where it is wrong, with every wrong field
    /// @throws ConflictException where HALO ships it or configuration declares it
    @Transactional
    public boolean put(String id, WormholeSpec spec, Actor actor) {
        Wormhole wanted = WormholeParser.define(id, spec, ManagedBy.API, null);
        String unknown = wanted.unknownSink(sinks.declared());
        if (unknown != null) {
            throw new InvalidInputException("sink", unknown);
        }
        refuseDeclared(id);
        List<WormholeStore.Stored> known = store.all();
        Optional<WormholeStore.Stored> before = known.stream().filter(stored -> stored.id().equals(id)).findFirst();
        MaskedJson.refuseMasks(JSON.valueToTree(spec),
                JSON.readTree(before.map(stored -> stored.definition().textOrNothing()).orElse("{}")));
        boolean created = before.isEmpty();
        if (created && known.size() >= MOST) {
            throw new ConflictException("There are %d wormholes already, which is the most".formatted(MOST));
        }
        store.save(new WormholeStore.Stored(id, StoredJson.of(JSON.writeValueAsString(wanted.spec())), clock.instant(),
                before.map(WormholeStore.Stored::authors).orElse(People.NOBODY).plus(People.of(actor))));
        store.removeSwitch(id);
        audit.record(actor, Change.of("wormhole.put", "wormhole", id));
        return created;
    }

    /// @throws NotFoundException where there is none of that id
    /// @throws ConflictException where HALO ships it or configuration declares it
    @Transactional
    public void delete(String id, Actor actor) {
        refuseDeclared(id);
        if (!store.delete(id)) {
            throw new NotFoundException("wormhole", id);
        }
        store.removeSwitch(id);
        audit.record(actor, Change.of("wormhole.deleted", "wormhole", id));
    }

    /// Enables or disables one, whoever defined it.
    ///
    /// @throws NotFoundException where there is none of that id
    @Transactional
    public void setEnabled(String id, boolean enabled, Actor actor) {
        get(id);
        store.setSwitch(id, new WormholeStore.Switched(enabled, actor.name(), clock.instant()));
        audit.record(actor, Change.of(enabled ? "wormhole.enabled" : "wormhole.disabled", "wormhole", id));
    }

    Map<String, WormholeStore.Switched> switches() {
        return store.switches();
    }

    private void refuseDeclared(String id) {
        if (declared.containsKey(id)) {
            throw new ConflictException(
                    """
                            Wormhole '%s' is managed by configuration (halo.wormholes); change it there, or enable and disable it here"""
                            .formatted(id));
        }
    }
}

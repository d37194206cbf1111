package ink.dreamnet.halo.endpoint;

import java.time.Clock;
import java.util.HashMap;
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
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.endpoint.EndpointRepository.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Knows every endpoint: those that configuration declares and those that were put by the API. Keeps them parsed in memory,
/// and reads from the database only what changed since, be it by this replica or another.
@Component
class EndpointRegistry {

    private static final Logger log = LoggerFactory.getLogger(EndpointRegistry.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_NULL)).build();

    private final EndpointRepository repository;
    private final Map<String, Endpoint> declared;
    private final AuditTrail audit;
    private final Clock clock;
    private volatile Fleet known;

    EndpointRegistry(EndpointRepository repository, DeclaredEndpoints declared, AuditTrail audit, Clock clock) {
        this.repository = repository;
        this.declared = declared.byId();
        this.audit = audit;
        this.clock = clock;
        this.known = refresh(new Fleet(-1, new TreeMap<>(this.declared), Map.of()));
    }

    /// @return all endpoints as they are now; one query where nothing has changed
    synchronized Fleet current() {
        known = refresh(known);
        return known;
    }

    /// @return all endpoints as they were when somebody last asked for the current ones; no query
    Fleet known() {
        return known;
    }

    /// @return one page, in the order of the ids
    Page<Endpoint> list(PageQuery query) {
        var endpoints = current().endpoints();
        var rest = query.before() == null ? endpoints : endpoints.tailMap(query.before(), false);
        return Page.of(rest.values().stream().limit(query.limit() + 1L).toList(), query, Endpoint::id);
    }

    /// @throws NotFoundException where there is none of that id
    /// @throws ConflictException where its stored definition cannot be read
    Endpoint get(String id) {
        Fleet fleet = current();
        Endpoint endpoint = fleet.endpoints().get(id);
        if (endpoint != null) {
            return endpoint;
        }
        if (fleet.unreadable().containsKey(id)) {
            throw new ConflictException("The stored definition of endpoint '%s' cannot be used (%s); put it anew or "
                    .formatted(id, fleet.unreadable().get(id)) + "delete it");
        }
        throw new NotFoundException("endpoint", id);
    }

    /// What a put came to.
    ///
    /// @param endpoint the endpoint as it is now
    /// @param created whether it is new
    record Put(Endpoint endpoint, boolean created) {
    }

    /// Creates or replaces an endpoint. Putting what is already there changes nothing.
    ///
    /// @throws InvalidInputException where the definition is wrong, with every wrong field
    /// @throws ConflictException where configuration declares the endpoint
    @Transactional
    public Put put(String id, EndpointSpec spec, Actor actor) {
        Endpoint endpoint = EndpointParser.parse(id, spec, ManagedBy.API);
        refuseDeclared(id);
        String definition = JSON.writeValueAsString(endpoint.spec());
        Optional<Stored> same = repository.find(id).filter(stored -> stored.definition().equals(definition));
        if (same.isPresent()) {
            return new Put(endpoint.storedAt(same.get().updatedAt()), false);
        }
        long revision = repository.beginChange();
        boolean created = repository.find(id).isEmpty();
        Stored stored = new Stored(id, definition, revision, clock.instant());
        repository.save(stored);
        audit.record(actor, Change.of("endpoint.put", "endpoint", id));
        return new Put(endpoint.storedAt(stored.updatedAt()), created);
    }

    /// Removes an endpoint. Its weak points are closed by the next cycle.
    ///
    /// @throws NotFoundException where there is none of that id
    /// @throws ConflictException where configuration declares the endpoint
    @Transactional
    public void delete(String id, Actor actor) {
        refuseDeclared(id);
        repository.beginChange();
        if (repository.find(id).isEmpty()) {
            throw new NotFoundException("endpoint", id);
        }
        repository.delete(id);
        audit.record(actor, Change.of("endpoint.deleted", "endpoint", id));
    }

    private void refuseDeclared(String id) {
        if (declared.containsKey(id)) {
            throw new ConflictException(
                    "Endpoint '%s' is managed by configuration (halo.endpoints); change it there".formatted(id));
        }
    }

    private Fleet refresh(Fleet before) {
        long revision = repository.revision();
        if (revision == before.revision()) {
            return before;
        }
        Map<String, Long> stored = repository.revisions();
        TreeMap<String, Endpoint> endpoints = new TreeMap<>(before.endpoints());
        endpoints.keySet().removeIf(id -> !stored.containsKey(id) && !declared.containsKey(id));
        Map<String, String> unreadable = new HashMap<>(before.unreadable());
        unreadable.keySet().retainAll(stored.keySet());
        for (Stored changed : repository.changedAfter(before.revision())) {
            String id = changed.id();
            unreadable.remove(id);
            if (declared.containsKey(id)) {
                log.warn("Endpoint '{}' is both declared in configuration and stored; the configuration holds", id);
                continue;
            }
            try {
                EndpointSpec spec = JSON.readValue(changed.definition(), EndpointSpec.class);
                endpoints.put(id, EndpointParser.parse(id, spec, ManagedBy.API).storedAt(changed.updatedAt()));
            } catch (InvalidInputException | JacksonException wrong) {
                log.warn("The stored definition of endpoint '{}' cannot be used, so it is not probed", id, wrong);
                endpoints.remove(id);
                unreadable.put(id, wrong.getMessage() == null ? "unreadable" : wrong.getMessage());
            }
        }
        return new Fleet(revision, endpoints, unreadable);
    }
}

package ink.dreamnet.halo.weakpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Reloadable;
import ink.dreamnet.halo.core.Sha256;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Knows every silence and maintenance window: those that configuration declares and those that were put by the API. An
/// ended one stays in the history for good.
@Component
class Silences implements ActiveSilences, Reloadable {

    private static final String SUBJECT_TYPE = "silence";

    private final SilenceStore store;
    private volatile Map<String, Silence> declared;
    private final AuditTrail audit;
    private final Clock clock;

    Silences(SilenceStore store, DeclaredMaintenance configuration, AuditTrail audit, Clock clock) {
        this.store = store;
        this.declared = configuration.windows();
        this.audit = audit;
        this.clock = clock;
    }

    /// One that holds at this moment.
    ///
    /// @param silence the silence or window
    /// @param until until when; [Instant#MAX] where it has no end
    record Active(Silence silence, Instant until) {

        Suppression suppression() {
            return new Suppression(switch (silence.kind()) {
                case SILENCE -> Suppression.Kind.SILENCE;
                case MAINTENANCE -> Suppression.Kind.MAINTENANCE;
            }, silence.id(), silence.comment(), until.equals(Instant.MAX) ? null : until);
        }
    }

    @Override
    @Transactional(readOnly = true)
    public List<Active> active(Instant now) {
        List<Active> active = new ArrayList<>();
        Collection<Silence> all = new ArrayList<>(store.begun(now));
        all.addAll(declared.values());
        for (Silence silence : all) {
            silence.activeUntil(now).ifPresent(until -> active.add(new Active(silence, until)));
        }
        active.sort(Comparator.comparing((Active one) -> one.silence().kind()));
        return active;
    }

    /// Remembers by which of them the weak points are judged. Each occurrence of a recurring window counts as another one.
    ///
    /// @return whether they have changed
    @Transactional
    public boolean apply(List<Active> active) {
        String names = active.stream().map(one -> one.silence().id() + " " + one.until()).sorted()
                .collect(Collectors.joining("\n"));
        return store.apply(active.isEmpty() ? "none" : Sha256.hex(names));
    }

    /// Puts a silence or window.
    ///
    /// @throws ink.dreamnet.halo.core.InvalidInputException naming every invalid field
    @Transactional
    public Silence add(SilenceSpec spec, Actor actor) {
        Silence silence = spec.define(Ids.next().toString(), actor.name(), clock.instant());
        store.add(silence);
        audit.record(actor, new Change("silence.created", SUBJECT_TYPE, silence.id(), null,
                silence.state(clock.instant()).wire(), silence.comment()));
        return silence;
    }

    /// Ends a silence or window before its time.
    ///
    /// @throws NotFoundException where there is none of that id
    /// @throws ConflictException where it has ended, or configuration declares it
    @Transactional
    public Silence end(String id, Actor actor) {
        if (declared.containsKey(id)) {
            throw new ConflictException(
                    "Maintenance window '%s' is managed by configuration (halo.maintenance); change it there"
                            .formatted(id));
        }
        Instant now = clock.instant();
        Silence before = get(id);
        if (!store.end(UUID.fromString(id), now, actor.name())) {
            throw new ConflictException("Silence %s has ended at %s".formatted(id, before.endsAt()));
        }
        audit.record(actor, new Change("silence.ended", SUBJECT_TYPE, id, before.state(now).wire(),
                Silence.State.EXPIRED.wire(), null));
        return get(id);
    }

    /// @throws NotFoundException where there is none of that id
    @Transactional(readOnly = true)
    public Silence get(String id) {
        Silence window = declared.get(id);
        return window != null
                ? window
                : store.find(Ids.parse(SUBJECT_TYPE, id)).orElseThrow(() -> new NotFoundException(SUBJECT_TYPE, id));
    }

    /// @return a page of those that were put by the API, the newest first
    @Transactional(readOnly = true)
    public Page<Silence> find(SilenceStore.Filter filter, PageQuery page) {
        return store.page(filter, clock.instant(), page);
    }

    @Override
    public List<String> properties() {
        return List.of(DeclaredMaintenance.PROPERTY);
    }

    @Override
    public Next read(Environment environment) {
        Map<String, Silence> next = Binder.get(environment).bindOrCreate("halo", DeclaredMaintenance.class).windows();
        Changes changes = Changes.between(declared, next, Silence::written);
        return Next.of(changes, () -> declared = next);
    }

    /// @return those that configuration declares
    List<Silence> declared() {
        return List.copyOf(declared.values());
    }
}

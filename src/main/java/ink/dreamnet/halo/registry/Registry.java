package ink.dreamnet.halo.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.SafeMode;
import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Opens the definitions of a kind of subject, and looks all of them up. Each room opens its own once, as a bean.
@Component
public class Registry implements SubjectDirectory, SubjectList {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_NULL)).build();

    private final DefinitionStore store;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SafeMode safeMode;
    private final ApplicationEventPublisher events;
    private final Map<SubjectKind, Definitions<?, ?>> opened = new ConcurrentHashMap<>();

    Registry(DefinitionStore store, AuditTrail audit, TransactionTemplate transaction, Clock clock, SafeMode safeMode,
            ApplicationEventPublisher events) {
        this.store = store;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        this.safeMode = safeMode;
        this.events = events;
    }

    /// Opens the definitions of one kind.
    ///
    /// @param environment the configuration
    /// @param declared reads what it declares, by id ([DeclaredDefinitions] does)
    /// @throws IllegalStateException where the kind is open already
    public <S, D extends Definition<S>> Definitions<S, D> open(DefinitionFormat<S, D> format, Environment environment,
            Function<Environment, Map<String, D>> declared) {
        Definitions<S, D> definitions = new Definitions<>(this, format, environment, declared);
        if (opened.putIfAbsent(format.kind(), definitions) != null) {
            throw new IllegalStateException("the definitions of %s are open already".formatted(format.kind().wire()));
        }
        return definitions;
    }

    /// At most one query for each kind, as the other look-ups.
    @Override
    public Map<SubjectRef, Facts> facts(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Facts> found = new HashMap<>();
        Map<SubjectKind, Registered<? extends Definition<?>>> current = new EnumMap<>(SubjectKind.class);
        for (SubjectRef subject : subjects) {
            Definitions<?, ?> definitions = opened.get(subject.kind());
            if (definitions != null) {
                Definition<?> definition = current.computeIfAbsent(subject.kind(), kind -> definitions.current())
                        .definitions().get(subject.id());
                if (definition != null) {
                    found.put(subject, new Facts(definition.labels(), definition.dependsOn(), null));
                }
            }
        }
        return found;
    }

    @Override
    public List<SubjectRef> dependants(Collection<SubjectRef> subjects) {
        return opened.entrySet().stream()
                .flatMap(kind -> kind.getValue().current().definitions().values().stream()
                        .filter(definition -> !Collections.disjoint(definition.dependsOn(), subjects))
                        .map(definition -> new SubjectRef(kind.getKey(), definition.id())))
                .toList();
    }

    @Override
    public List<SubjectRef> labelled(String name, String value) {
        List<SubjectRef> found = new ArrayList<>();
        for (Definitions<?, ?> definitions : opened.values()) {
            for (Definition<?> definition : definitions.current().definitions().values()) {
                if (value.equals(definition.labels().get(name))) {
                    found.add(definition.subject());
                }
            }
        }
        return found;
    }

    @Override
    public void each(SubjectKind kind, Consumer<Listed> visit) {
        Definitions<?, ?> definitions = opened.get(kind);
        if (definitions != null) {
            Registered<? extends Definition<?>> all = definitions.everything();
            all.definitions().values().forEach(definition -> visit.accept(definition.listed()));
            all.unreadable().keySet().forEach(id -> visit.accept(Definitions.unreadable(kind, id)));
        }
    }

    @Override
    public Map<SubjectRef, Listed> find(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Listed> found = new HashMap<>();
        opened.forEach((kind, definitions) -> found.putAll(definitions.find(subjects)));
        return found;
    }

    ApplicationEventPublisher events() {
        return events;
    }

    DefinitionStore store() {
        return store;
    }

    AuditTrail audit() {
        return audit;
    }

    TransactionTemplate transaction() {
        return transaction;
    }

    Clock clock() {
        return clock;
    }

    boolean inSafeMode() {
        return safeMode.safeMode();
    }

    JsonMapper json() {
        return JSON;
    }
}

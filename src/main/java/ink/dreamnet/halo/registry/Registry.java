package ink.dreamnet.halo.registry;

import java.time.Clock;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import ink.dreamnet.halo.audit.AuditTrail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Opens the definitions of a kind of subject. Each room opens its own once, as a bean.
@Component
public class Registry {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_NULL)).build();

    private final DefinitionStore store;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Registry(DefinitionStore store, AuditTrail audit, TransactionTemplate transaction, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Opens the definitions of one kind.
    ///
    /// @param declared what configuration declares, by id ([DeclaredDefinitions] reads it)
    public <S, D extends Definition<S>> Definitions<S, D> open(DefinitionFormat<S, D> format,
            Map<String, D> declared) {
        return new Definitions<>(this, format, declared);
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

    JsonMapper json() {
        return JSON;
    }
}

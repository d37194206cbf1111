package ink.dreamnet.halo.resonance.insight;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.resonance.Insight;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Answers what was raised, and lets operators dismiss it.
@Service
public class Insights {

    private static final int MAX_REASON = 1000;
    private static final String SUBJECT_TYPE = "insight";

    private final InsightStore store;
    private final AuditTrail audit;
    private final Clock clock;

    Insights(InsightStore store, AuditTrail audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /// @return a page, the newest first
    @Transactional(readOnly = true)
    public Page<Insight> find(InsightQuery query, PageQuery page) {
        return store.page(query, page);
    }

    /// @return those that are open, the newest first
    @Transactional(readOnly = true)
    public List<Insight> open(int most) {
        return store.page(InsightQuery.OPEN, new PageQuery(most, null)).items();
    }

    /// @throws NotFoundException where there is none of that id
    @Transactional(readOnly = true)
    public Insight get(UUID id) {
        return store.find(id).orElseThrow(() -> new NotFoundException(SUBJECT_TYPE, id.toString()));
    }

    /// Dismisses an insight: it is not raised again without new evidence.
    ///
    /// @throws NotFoundException where there is none of that id
    /// @throws InvalidInputException where the reason does not have 1 to 1,000 characters
    /// @throws ConflictException where it is dismissed or has ended
    @Transactional
    public Insight dismiss(UUID id, @Nullable String reason, Actor actor) {
        Texts.check("reason", reason, MAX_REASON);
        if (reason == null || reason.isBlank()) {
            throw new InvalidInputException("reason", "must have 1 to %d characters".formatted(MAX_REASON));
        }
        Insight before = store.lock(id).orElseThrow(() -> new NotFoundException(SUBJECT_TYPE, id.toString()));
        Insight.Dismissal dismissed = before.dismissed();
        if (dismissed != null) {
            throw new ConflictException(
                    "Insight %s was dismissed at %s by %s".formatted(id, dismissed.at(), dismissed.by()));
        }
        if (before.endedAt() != null) {
            throw new ConflictException("Insight %s has ended at %s".formatted(id, before.endedAt()));
        }
        store.dismiss(id, new Insight.Dismissal(actor.name(), clock.instant(), reason));
        audit.record(actor, new Change("insight.dismissed", SUBJECT_TYPE, id.toString(), before.state().wire(),
                Insight.State.DISMISSED.wire(), reason));
        return get(id);
    }
}

package ink.dreamnet.halo.strategy;

import ink.dreamnet.halo.task.dispatch.Pages;
import ink.dreamnet.halo.weakpoint.WeakPointAcknowledged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Whoever acknowledges a weak point has been reached: what calls people about it is done.
@Component
class PageAcknowledgement {

    private final Pages pages;

    PageAcknowledgement(Pages pages) {
        this.pages = pages;
    }

    @EventListener
    void acknowledged(WeakPointAcknowledged seen) {
        pages.acknowledgeFor(seen.id(), seen.comment(), seen.actor());
    }
}

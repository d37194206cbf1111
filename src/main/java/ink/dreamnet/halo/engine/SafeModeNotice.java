package ink.dreamnet.halo.engine;

import ink.dreamnet.halo.core.SafeMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Says in the log that HALO runs in safe mode.
@Component
record SafeModeNotice(SafeMode mode) {

    private static final Logger LOG = LoggerFactory.getLogger(SafeModeNotice.class);

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        if (mode.safeMode()) {
            LOG.warn(
                    "HALO runs in safe mode (halo.safe-mode): stored definitions, standing approvals and wormholes, and what"
                            + " is pulled, are switched off. Delete what is wrong, and start without it.");
        }
    }
}

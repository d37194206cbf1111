package ink.dreamnet.halo.engine;

import ink.dreamnet.halo.support.HaloTest;
import org.springframework.test.context.TestPropertySource;

/// A HALO that looks at endpoints and agents only as the [ScriptedAnalyzer] does.
@HaloTest
@TestPropertySource(properties = {"halo.analysis.analyzers.endpoint-health.enabled=false",
        "halo.analysis.analyzers.agent-health.enabled=false", "halo.budgets.per-hour=1000",
        "halo.verification.settle-of.climb.repair=90s", "halo.verification.settle-of.page-human=90s",
        "halo.maintenance[0].id=nightly", "halo.maintenance[0].matchers[0]=labels.tier=batch",
        "halo.maintenance[0].comment=the nightly batch", "halo.maintenance[0].cron=0 3 * * *",
        "halo.maintenance[0].duration=1h", "halo.plan.hold=24h"})
abstract class ScriptedLoop {
}

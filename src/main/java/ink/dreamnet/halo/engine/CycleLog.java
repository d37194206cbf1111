package ink.dreamnet.halo.engine;

import ink.dreamnet.halo.cycle.CycleSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one line that each cycle leaves in the log; with `logging.structured.format.console` its facts are fields.
final class CycleLog {

    private static final Logger LOG = LoggerFactory.getLogger(CycleLog.class);

    private CycleLog() {
    }

    static void completed(CycleSummary cycle) {
        LOG.atInfo().setMessage("Cycle {} ({}, {}) took {} ms. {}").addArgument(cycle.id())
                .addArgument(cycle.mode().wire()).addArgument(String.join("+", cycle.triggers()))
                .addArgument(cycle.durationMs()).addArgument(cycle.summary()).addKeyValue("cycleId", cycle.id())
                .addKeyValue("mode", cycle.mode().wire()).addKeyValue("triggers", cycle.triggers())
                .addKeyValue("durationMs", cycle.durationMs()).addKeyValue("issues", cycle.issueCount())
                .addKeyValue("weakPoints", cycle.weakPointCount()).addKeyValue("tasks", cycle.taskCount()).log();
    }
}

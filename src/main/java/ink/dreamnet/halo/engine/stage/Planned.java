package ink.dreamnet.halo.engine.stage;

import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.analysis.CyclePlanner.CycleTurn;
import ink.dreamnet.halo.analysis.PlannedCheck;
import ink.dreamnet.halo.trigger.RequestBatch;

/// A cycle with its plan.
///
/// @param batch the requests that it serves
/// @param began when it began to observe
/// @param turn its part in the plans of all cycles
/// @param looks whose turn it is and whose not; empty where every subject is due
record Planned(RequestBatch batch, Instant began, CycleTurn turn, List<PlannedCheck> looks) {
}

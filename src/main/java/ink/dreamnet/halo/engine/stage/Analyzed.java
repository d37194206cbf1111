package ink.dreamnet.halo.engine.stage;

import java.time.Instant;

import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Observations;

/// What the analyzers observed: all that the later stages know of the fleet.
///
/// @param batch the requests that the cycle serves
/// @param began when the analysis began
/// @param observations what they saw
record Analyzed(RequestBatch batch, Instant began, Observations observations) {
}

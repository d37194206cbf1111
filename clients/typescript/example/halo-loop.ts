/** The example of HALO's document, against a running HALO (`HALO_API_BASE`). */
import { haloEngine, registerHaloLoop } from "@dreamnet/halo-loop";

// Register HALO Loop
const registration = registerHaloLoop();

// Manually trigger a cycle
const cycle = await haloEngine.runCycle("manual");

// Get weak points
const weakPoints = cycle.weakPoints;

// Get generated tasks
const tasks = cycle.generatedTasks;

console.log(`cycle ${cycle.id}: ${cycle.status}, ${weakPoints.length} weak points, ${tasks.length} tasks`);
await registration.stop();

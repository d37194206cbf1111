import {haloEngine} from "./client.js";
import type {HistoryOptions, WeakPointOptions} from "./client.js";

export {HaloEngine, HaloError, haloEngine} from "./client.js";
export type {HaloOptions, HistoryOptions, PageOptions, RunOptions, WeakPointOptions} from "./client.js";
export {haloTriggers, registerHaloLoop} from "./reporter.js";
export type {HaloLoopRegistration} from "./reporter.js";
export type * from "./types.js";

/** How HALO stands. */
export const getStatus = () => haloEngine.getStatus();

/** The recorded cycles without their lists, newest first. */
export const getHistory = (options?: HistoryOptions) => haloEngine.getHistory(options);

/** The weak points that are open now, most severe first. */
export const getWeakPoints = (options?: WeakPointOptions) => haloEngine.getWeakPoints(options);

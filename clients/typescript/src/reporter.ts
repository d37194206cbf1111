import {randomUUID} from "node:crypto";

import {HaloError, haloEngine, type HaloEngine} from "./client.js";
import type {EventSeverity} from "./types.js";

const FLUSH_MS = 5000;
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;
const SEVERITIES: readonly string[] = ["info", "warning", "error", "critical"];

/**
 * Reports what happens in this process to one HALO. Counting never fails and never waits; where HALO cannot be reached,
 * the counts are kept and sent later.
 */
class Reporter {
  private requests = 0;
  private errors = 0;
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();
  private failing = false;
  lastDeploy: string | null = null;

  constructor(private readonly engine: HaloEngine) {}

  start(): void {
    if (this.timer === undefined) {
      this.timer = setInterval(() => void this.flush(), FLUSH_MS);
      // a process that has nothing else to do may end
      this.timer.unref();
    }
  }

  stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    this.lastDeploy = null;
    return this.flush();
  }

  request(): void {
    this.requests++;
  }

  error(): void {
    this.errors++;
  }

  /** One at a time, so that counts which come back are not sent twice. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.sendCounts());
    return this.flushing;
  }

  private async sendCounts(): Promise<void> {
    const {requests, errors} = this;
    if (requests === 0 && errors === 0) return;
    this.requests = 0;
    this.errors = 0;
    try {
      await this.engine.send("/api/halo/signals", [{source: this.engine.source, requests, errors}]);
      this.failing = false;
    } catch (failed) {
      // what was refused is no better later; what did not get through is
      if (passing(failed)) {
        this.requests += requests;
        this.errors += errors;
      }
      this.failed(failed);
    }
  }

  /** Sends one report, again and again for some seconds, under one key where HALO knows keys. */
  async report(path: string, body: unknown, key?: string): Promise<void> {
    for (let attempt = 1, pause = FIRST_PAUSE_MS; ; attempt++, pause *= 2) {
      try {
        await this.engine.send(path, body, key);
        this.failing = false;
        return;
      } catch (failed) {
        if (attempt >= ATTEMPTS || !passing(failed)) {
          this.failed(failed);
          return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
    }
  }

  private failed(error: unknown): void {
    if (!this.failing) {
      this.failing = true;
      this.engine.onError(error);
    }
  }
}

function passing(failed: unknown): boolean {
  return failed instanceof HaloError && (failed.status === 0 || failed.status === 429 || failed.status >= 500);
}

const reporters = new WeakMap<HaloEngine, Reporter>();
const registrations = new WeakMap<HaloEngine, HaloLoopRegistration>();

function reporter(engine: HaloEngine): Reporter {
  let found = reporters.get(engine);
  if (found === undefined) {
    found = new Reporter(engine);
    reporters.set(engine, found);
  }
  return found;
}

export interface HaloLoopRegistration {
  /** Ends the reporting; what was counted until now is still sent. The promise is done when it was tried. */
  stop: () => Promise<void>;
}

/**
 * Connects this process to HALO: what `haloTriggers` records is reported from now on. HALO itself runs elsewhere, and is not
 * started or stopped by this. A second call returns the registration that there is.
 */
export function registerHaloLoop(engine: HaloEngine = haloEngine): HaloLoopRegistration {
  const existing = registrations.get(engine);
  if (existing !== undefined) return existing;
  const reports = reporter(engine);
  reports.start();
  const registration: HaloLoopRegistration = {
    stop: () => {
      registrations.delete(engine);
      return reports.stop();
    },
  };
  registrations.set(engine, registration);
  return registration;
}

/** What makes HALO run, as far as this process can tell. None of these waits, and none throws where HALO is away. */
export const haloTriggers = {
  /** Counts a request; HALO runs when there are many (`HALO_REQUEST_THRESHOLD`). */
  recordRequest: (engine: HaloEngine = haloEngine): void => reporter(engine).request(),

  /** Counts an error; HALO runs when there are many (`HALO_ERROR_THRESHOLD`). */
  recordError: (engine: HaloEngine = haloEngine): void => reporter(engine).error(),

  /**
   * Reports a deploy: HALO runs at once, and observes its subjects again 1, 5 and 15 minutes later.
   *
   * @param metadata `service` (default: the source of this process), `version` (default: `commit`, else the time), and
   *        optionally `environment`, `commit`, `url` and `subjects`; other members are not sent
   */
  notifyDeploy: (metadata: Record<string, unknown> = {}, engine: HaloEngine = haloEngine): Promise<void> => {
    const at = new Date().toISOString();
    reporter(engine).lastDeploy = at;
    const deploy: Record<string, unknown> = {
      service: metadata["service"] ?? engine.source,
      version: metadata["version"] ?? metadata["commit"] ?? at,
      at,
    };
    for (const name of ["environment", "commit", "url", "subjects"]) {
      if (metadata[name] !== undefined) deploy[name] = metadata[name];
    }
    return reporter(engine).report("/api/halo/deploys", deploy, randomUUID());
  },

  /**
   * Reports an event of an Event Wormhole: HALO runs on those of severity `critical` or `error`.
   *
   * @param severity another text than DreamNet's four is sent as `info`
   */
  triggerFromEvent: (eventType: string, severity: EventSeverity | string, engine: HaloEngine = haloEngine):
      Promise<void> => reporter(engine).report("/api/halo/events", {
        id: randomUUID(),
        sourceType: "system",
        sourceId: engine.source,
        eventType,
        severity: SEVERITIES.includes(severity) ? severity : "info",
        payload: {},
      }),

  /** When this process last reported a deploy, ISO 8601; null before the first. */
  getLastDeploy: (engine: HaloEngine = haloEngine): string | null => reporter(engine).lastDeploy,
};

import type {Cycle, CycleSummary, Mode, Page, Severity, Status, WeakPoint, WeakPointState} from "./types.js";

/** Thrown where HALO refuses a call, or answers in another form than HALO's. */
export class HaloError extends Error {
  constructor(
    message: string,
    /** The HTTP status; 0 where no answer came. */
    readonly status: number,
    /** What is wrong with which field of the input. */
    readonly errors: {field: string; message: string}[] = [],
    options?: {cause?: unknown},
  ) {
    super(message, options);
    this.name = "HaloError";
  }
}

export interface HaloOptions {
  /** Where HALO is. Default: the environment variable `HALO_API_BASE`, else `http://localhost:8080`. */
  baseUrl?: string;
  /** The bearer token. Default: the environment variable `HALO_TOKEN`; none is needed on HALO's own machine. */
  token?: string;
  /** How long one call may take, in ms. Default: 30 s; a cycle may take longer, see `runCycle`. */
  timeoutMs?: number;
  /** The name under which this process reports. Default: the environment variable `HALO_SOURCE`, else `dreamnet`. */
  source?: string;
  /** Told when reports cannot be delivered, once until they can be again. Default: `console.warn`. */
  onError?: (error: unknown) => void;
}

export interface RunOptions {
  /** `full` (default) or `light`: only the fast analyzers, and tasks are only suggested. */
  mode?: Mode;
  /** Only these, as `endpoint:checkout`. Default: everything. */
  subjects?: string[];
  /** Two calls with one key are one cycle. */
  idempotencyKey?: string;
  /** How long to wait for the record of the cycle, in ms. Default: 5 min. */
  waitMs?: number;
  /** What the caller adds to the reason; it is written behind it as JSON, as far as there is room. */
  metadata?: Record<string, unknown>;
}

export interface PageOptions {
  limit?: number;
  before?: string;
}

export interface HistoryOptions extends PageOptions {
  /** Only cycles that started then or later, ISO 8601. */
  since?: string;
  /** Only cycles that started before, ISO 8601. */
  until?: string;
  trigger?: string;
  status?: "completed" | "interrupted";
  mode?: Mode;
  /** Only cycles that saw an issue of it, as `endpoint:checkout`. */
  subject?: string;
  /** The severity of the worst weak point of the cycle. */
  severity?: Exclude<Severity, "low">;
}

export interface WeakPointOptions extends PageOptions {
  severity?: Severity;
  state?: WeakPointState | "all";
  subject?: string;
}

const LONGEST_REASON = 500;
const POLL_MS = 1000;

/** One HALO, over HTTP. */
export class HaloEngine {
  private settings: Required<HaloOptions>;

  constructor(options: HaloOptions = {}) {
    this.settings = merged(defaults(), options);
  }

  /** Points this engine somewhere else; what is left out stays as it is. */
  configure(options: HaloOptions): void {
    this.settings = merged(this.settings, options);
  }

  /** The name under which this process reports. */
  get source(): string {
    return this.settings.source;
  }

  get onError(): (error: unknown) => void {
    return this.settings.onError;
  }

  /**
   * Runs a cycle that starts after this call, and returns its record. Calls that wait at the same time share one cycle.
   *
   * @throws HaloError where HALO refuses it, cannot be reached, or the cycle is not recorded in time
   */
  async runCycle(reason: string = "manual", options: RunOptions = {}): Promise<Cycle> {
    const deadline = Date.now() + (options.waitMs ?? 300_000);
    const body: Record<string, unknown> = {reason: described(reason, options.metadata)};
    if (options.mode !== undefined) body["mode"] = options.mode;
    if (options.subjects !== undefined) body["subjects"] = options.subjects;
    const headers: Record<string, string> = {"Prefer": "respond-async"};
    if (options.idempotencyKey !== undefined) headers["Idempotency-Key"] = options.idempotencyKey;
    let cycle = await this.call<Cycle>("POST", "/api/halo/run", "cycle", body, headers);
    while (cycle.status === "pending" || cycle.status === "running") {
      if (Date.now() >= deadline) {
        throw new HaloError(`cycle ${cycle.id} is not recorded yet; it is kept and runs`, 0);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(POLL_MS, Math.max(1, deadline - Date.now()))));
      cycle = await this.getCycle(cycle.id);
      if (cycle.status === "interrupted" && cycle.rerunAs !== undefined) {
        cycle = await this.getCycle(cycle.rerunAs);
      }
    }
    return cycle;
  }

  getStatus(): Promise<Status> {
    return this.call("GET", "/api/halo/status", "status");
  }

  /** The recorded cycles without their lists, newest first. */
  getHistory(options: HistoryOptions = {}): Promise<Page<CycleSummary>> {
    return this.list("/api/halo/history", "history", {...options, view: "summary"});
  }

  /** One cycle with its lists. */
  getCycle(id: string): Promise<Cycle> {
    return this.call("GET", `/api/halo/history/${encodeURIComponent(id)}`, "cycle");
  }

  /** The weak points that are open now, most severe first, or those that the options name. */
  getWeakPoints(options: WeakPointOptions = {}): Promise<Page<WeakPoint>> {
    return this.list("/api/halo/weakpoints", "weakPoints", {...options});
  }

  /** Sends something that has no answer worth reading. */
  async send(path: string, body: unknown, idempotencyKey?: string): Promise<void> {
    await this.fetch("POST", path, body, idempotencyKey === undefined ? {} : {"Idempotency-Key": idempotencyKey});
  }

  private async list<T>(path: string, member: string, query: Record<string, unknown>): Promise<Page<T>> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) parameters.set(name, String(value));
    }
    const text = parameters.toString();
    const answer = await this.fetch("GET", text === "" ? path : `${path}?${text}`);
    const items = answer[member];
    if (!Array.isArray(items)) {
      throw new HaloError(`the answer of ${path} has no list '${member}'`, 200);
    }
    return typeof answer["next"] === "string" ? {items: items as T[], next: answer["next"]} : {items: items as T[]};
  }

  private async call<T>(method: string, path: string, member: string, body?: unknown,
      headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.fetch(method, path, body, headers);
    const value = answer[member];
    if (value === undefined || value === null) {
      throw new HaloError(`the answer of ${path} has no '${member}'`, 200);
    }
    return value as T;
  }

  private async fetch(method: string, path: string, body?: unknown, headers: Record<string, string> = {}):
      Promise<Record<string, unknown>> {
    const {baseUrl, token, timeoutMs} = this.settings;
    const sent: Record<string, string> = {"Accept": "application/json, application/problem+json", ...headers};
    if (token !== "") sent["Authorization"] = `Bearer ${token}`;
    const request: RequestInit = {method, headers: sent, redirect: "error", signal: AbortSignal.timeout(timeoutMs)};
    if (body !== undefined) {
      sent["Content-Type"] = "application/json";
      request.body = JSON.stringify(body);
    }
    let response: Response;
    let text: string;
    try {
      response = await fetch(baseUrl + path, request);
      text = await response.text();
    } catch (failed) {
      throw new HaloError(`HALO at ${baseUrl} cannot be reached`, 0, [], {cause: failed});
    }
    const answer = parsed(text);
    if (answer === undefined || typeof answer["ok"] !== "boolean") {
      throw new HaloError(`${baseUrl}${path} answered ${response.status}, and not in HALO's form`, response.status);
    }
    if (!response.ok || answer["ok"] === false) {
      throw new HaloError(typeof answer["error"] === "string" ? answer["error"] : `HALO answered ${response.status}`,
          response.status, Array.isArray(answer["errors"]) ? answer["errors"] : []);
    }
    return answer;
  }
}

/** The HALO of this process. */
export const haloEngine = new HaloEngine();

function defaults(): Required<HaloOptions> {
  return {
    baseUrl: process.env["HALO_API_BASE"] || "http://localhost:8080",
    token: process.env["HALO_TOKEN"] || "",
    timeoutMs: 30_000,
    source: process.env["HALO_SOURCE"] || "dreamnet",
    onError: (error) => console.warn("HALO:", error instanceof Error ? error.message : error),
  };
}

function merged(base: Required<HaloOptions>, options: HaloOptions): Required<HaloOptions> {
  const all = {...base};
  if (options.baseUrl !== undefined) all.baseUrl = options.baseUrl;
  if (options.token !== undefined) all.token = options.token;
  if (options.timeoutMs !== undefined) all.timeoutMs = options.timeoutMs;
  if (options.source !== undefined) all.source = options.source;
  if (options.onError !== undefined) all.onError = options.onError;
  all.baseUrl = all.baseUrl.replace(/\/+$/, "");
  return all;
}

function described(reason: string, metadata: Record<string, unknown> | undefined): string {
  if (metadata === undefined) return reason;
  const whole = `${reason} ${JSON.stringify(metadata)}`;
  return whole.length <= LONGEST_REASON ? whole : reason;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Record<string, unknown>
      : undefined;
  } catch {
    return undefined;
  }
}

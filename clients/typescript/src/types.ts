/** The answers of HALO. Members without a value are left out; clients accept members that they do not know. */

export type Severity = "low" | "medium" | "high" | "critical";
export type Mode = "full" | "light";
export type SubjectKind = "agent" | "squad" | "endpoint" | "environment" | "repository" | "graft";
export type CycleStatus = "pending" | "running" | "completed" | "interrupted";
export type TaskStatus =
  | "suggested" | "pending-approval" | "approved" | "rejected" | "expired" | "cancelled"
  | "dispatched" | "running" | "succeeded" | "failed" | "dead-letter";
/** What HALO observed after a task had succeeded. */
export type Verification = "effective" | "ineffective" | "harmful" | "inconclusive";
export type WeakPointState = "open" | "acknowledged" | "resolved";
/** How bad an event is, in DreamNet's words. */
export type EventSeverity = "info" | "warning" | "error" | "critical";

export interface Subject {
  kind: SubjectKind;
  id: string;
}

/** One finding of one analyzer in one cycle. */
export interface Issue {
  id: string;
  analyzer: string;
  code: string;
  severity: Severity;
  subject: Subject;
  description: string;
  data?: Record<string, unknown>;
}

export interface Recommendation {
  action: string;
  description: string;
  target?: string;
  meta?: Record<string, unknown>;
}

export interface AnalyzerRun {
  name: string;
  status: "completed" | "inconclusive" | "failed" | "timed-out" | "skipped";
  durationMs: number;
  subjects: number;
  issues: Issue[];
  issueCount?: number;
  recommendations: Recommendation[];
  error?: string;
}

/** A problem over time: the same one however often it is seen. */
export interface WeakPoint {
  id: string;
  severity: Severity;
  summary: string;
  state: WeakPointState;
  analyzer: string;
  code: string;
  subject: Subject;
  firstSeenAt: string;
  lastSeenAt: string;
  occurrences: number;
  recurrences: number;
  suppressedBy?: unknown;
  flapping?: boolean;
  stale: boolean;
  /** The issues on the same subject when it was last seen, at most 20: its own first, then the worst. */
  relatedIssues: Issue[];
  taskIds?: string[];
  data?: Record<string, unknown>;
}

/** A proposed repair. */
export interface Task {
  id: string;
  type: string;
  status: TaskStatus;
  priority: "low" | "normal" | "high" | "critical";
  targetAgents: string[];
  payload: Record<string, unknown>;
  weakPointId?: string;
  /** What kind of weak point that is (`endpoint.down`). */
  code?: string;
  strategy?: string;
  /** Which of the strategy's repairs it is (`restart`). */
  step?: string;
  /** Its place among them, from 0 for the mildest. */
  rung?: number;
  /** Those that did not help before. */
  failedBefore?: string[];
  /** Why this one and not another; missing where nothing is known. */
  why?: Why;
  squadId?: string;
  routingError?: string;
  /** Why it goes to that squad and not to another; missing where there was no choice. */
  routingReason?: string;
  expiresAt?: string;
}

/** Why a repair was proposed rather than another one, as of the proposal. */
export interface Why {
  sentence: string;
  chosen: KnownRepair;
  alternatives: KnownRepair[];
  leftOut: {step: string; reason: string}[];
  /** The probability with which it was chosen; missing where nothing was left to chance. */
  propensity?: number;
}

/** What is known of a repair where it is proposed now. */
export interface KnownRepair {
  step: string;
  outcomes: number;
  effective: number;
  harmful: number;
  success: number;
  lower: number;
  upper: number;
  baseRate?: number;
  uplift?: number;
  verdict: "learning" | "proven" | "avoid";
  netBenefit: number;
}

/** What became of a task since it was proposed. A step that was not taken is left out. */
export interface TaskProgress {
  status: TaskStatus;
  reason?: string;
  approved?: {by: string; at: string};
  dispatched?: {at: string; channel?: string};
  result?: {outcome: "succeeded" | "failed"; at: string};
  verdict?: {verification: Verification; at: string; reason?: string};
}

export interface DispatchResult {
  taskId: string;
  squadId?: string;
  status: TaskStatus;
  error?: string;
  /** The task when the cycle was recorded. */
  task: Pick<Task, "id" | "type" | "payload" | "priority" | "targetAgents" | "status">;
  /** What became of it since, as of now; in the answers that show one cycle. */
  progress?: TaskProgress;
}

/** How many tasks of a cycle came how far, as of now. */
export interface TaskOutcomes {
  proposed: number;
  approved: number;
  rejected: number;
  expired: number;
  cancelled: number;
  dispatched: number;
  succeeded: number;
  failed: number;
  effective: number;
  ineffective: number;
  harmful: number;
  inconclusive: number;
}

/** What a cycle is when its lists are left out (`view=summary`). */
export interface CycleSummary {
  id: string;
  timestamp: string;
  status: CycleStatus;
  triggers: string[];
  mode: Mode;
  reason?: string;
  durationMs?: number;
  summary?: string;
  rerunAs?: string;
  /** The severity of the worst weak point that it saw. */
  worstSeverity?: Severity;
  /** Absent until it is recorded. */
  outcomes?: TaskOutcomes;
  issueCount?: number;
  weakPointCount?: number;
  taskCount?: number;
  dispatchCount?: number;
}

/** Whom a cycle looked at, and whom not. */
export interface CyclePlan {
  due: number;
  notDue: number;
  fannedOut: number;
  looks: {subject: Subject; turn: "fan-out" | "due" | "not-due"; intervalMs?: number; why: string}[];
}

/** A recorded cycle. */
export interface Cycle extends CycleSummary {
  /** Where it left subjects out. */
  plan?: CyclePlan;
  analysis: AnalyzerRun[];
  weakPoints: WeakPoint[];
  generatedTasks: Task[];
  dispatchResults: DispatchResult[];
}

export interface Status {
  isRunning: boolean;
  lastRunAt?: string;
  lastSummary?: string;
  lastCycleId?: string;
  lastDurationMs?: number;
  nextRunAt?: string;
  pendingTriggers: string[];
  weakPoints: {critical: number; high: number; medium: number; total: number; suppressed?: number};
  tasks: Partial<Record<TaskStatus, number>>;
  analyzers: {name: string; status: string; lastDurationMs?: number; subjects?: number; lastError?: string}[];
  triggers: {name: string; enabled: boolean; lastFiredAt?: string; detail?: string}[];
  paused?: boolean;
}

/** A page of a list, newest or most severe first. `next` is the `before` of the page that follows. */
export interface Page<T> {
  items: T[];
  next?: string;
}

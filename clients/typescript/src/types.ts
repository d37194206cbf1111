/** The answers of HALO. Members without a value are left out; clients accept members that they do not know. */

export type Severity = "low" | "medium" | "high" | "critical";
export type Mode = "full" | "light";
export type SubjectKind = "agent" | "squad" | "endpoint" | "environment" | "repository" | "graft";
export type CycleStatus = "pending" | "running" | "completed" | "interrupted";
export type TaskStatus =
  | "suggested" | "pending-approval" | "approved" | "rejected" | "expired" | "cancelled"
  | "dispatched" | "running" | "succeeded" | "failed" | "dead-letter";
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
  analyzer?: string;
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
  relatedIssues?: unknown[];
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
  strategy?: string;
  squad?: string;
  routingError?: string;
  expiresAt?: string;
}

export interface DispatchResult {
  taskId: string;
  squadId?: string;
  status: string;
  error?: string;
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
  issueCount?: number;
  weakPointCount?: number;
  taskCount?: number;
  dispatchCount?: number;
}

/** A recorded cycle. */
export interface Cycle extends CycleSummary {
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

// Drives HALO by the client that was generated from its description: `drive.js <url of HALO> <url where nobody listens> <id of an endpoint to make>`.
import {
    Configuration, CycleMode, EndpointsApi, LoopApi, type Problem, ProblemFromJSON, ResponseError, TasksApi, TaskStatus, WeakPointsApi
} from "./generated/index.js";

declare const process: { argv: string[] };

const configuration = new Configuration({ basePath: process.argv[2]! });
const [, , , closed = "", id = ""] = process.argv;
const loop = new LoopApi(configuration);
const tasks = new TasksApi(configuration);

async function problemOf(call: Promise<unknown>): Promise<Problem> {
    try {
        await call;
    } catch (refused) {
        if (refused instanceof ResponseError) {
            return ProblemFromJSON(await refused.response.json());
        }
        throw refused;
    }
    throw new Error("it was not refused");
}

console.log("running", (await loop.getStatus()).status.isRunning);
await new EndpointsApi(configuration).putEndpoint({ id, endpointSpec: { url: closed, attempts: 1 } });
const { cycle } = await loop.runCycle({ runOrder: { mode: CycleMode.Full, subjects: [`endpoint:${id}`] } });
console.log("cycle", cycle.status);
const { weakPoints } = await new WeakPointsApi(configuration).listWeakPoints({ subject: `endpoint:${id}` });
const weakPoint = weakPoints![0]!;
console.log("weak point", weakPoint.code, weakPoint.severity, weakPoint.subject.kind);
const { task } = await tasks.getTask({ id: weakPoint.taskIds[0]! });
console.log("task", task.status, task.targetAgents.length === 0);
const approved = await tasks.approveTask({
    id: task.id, approvalOrder: { comment: "generated", contentHash: task.contentHash }
});
console.log("approved", approved.task.status !== TaskStatus.PendingApproval);
console.log("refused", (await problemOf(tasks.approveTask({ id: task.id, approvalOrder: {} }))).status);
const wrong = await problemOf(tasks.listTasks({ limit: 0 }));
console.log("wrong", wrong.errors![0]!.field, wrong.ok);

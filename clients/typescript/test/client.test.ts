import assert from "node:assert/strict";
import {afterEach, beforeEach, test} from "node:test";

import {HaloEngine, HaloError, haloTriggers, registerHaloLoop} from "../src/index.js";
import {FakeHalo} from "./fakeHalo.js";

let halo: FakeHalo;
let engine: HaloEngine;
let errors: unknown[];

beforeEach(async () => {
  halo = await FakeHalo.start();
  errors = [];
  engine = new HaloEngine({baseUrl: halo.url + "/", source: "shop", onError: (error) => errors.push(error)});
});

afterEach(() => halo.close());

const cycle = (status: string, more: object = {}) => ({
  body: JSON.stringify({ok: true, cycle: {id: "c1", status, weakPoints: [], generatedTasks: [], ...more}}),
});

test("runCycle returns the recorded cycle once it is there", async () => {
  const states = ["pending", "running", "completed"];
  halo.answer = () => cycle(states.shift() ?? "completed", {weakPoints: [{id: "w1"}]});
  const recorded = await engine.runCycle("manual");
  assert.equal(recorded.status, "completed");
  assert.equal(recorded.weakPoints[0]?.id, "w1");
  assert.deepEqual(halo.calls.map((call) => `${call.method} ${call.path}`),
      ["POST /api/halo/run", "GET /api/halo/history/c1", "GET /api/halo/history/c1"]);
  assert.deepEqual(halo.calls[0]?.body, {reason: "manual"});
});

test("runCycle follows a cycle that was cut off to the one that serves its request again", async () => {
  halo.answer = (call) => call.method === "POST" ? cycle("pending")
      : call.path.endsWith("c1") ? cycle("interrupted", {rerunAs: "c2"}) : cycle("completed", {id: "c2"});
  assert.equal((await engine.runCycle()).id, "c2");
});

test("runCycle passes on mode, subjects, key and metadata", async () => {
  halo.answer = () => cycle("completed");
  await engine.runCycle("check", {mode: "light", subjects: ["endpoint:a"], idempotencyKey: "k", metadata: {build: 7}});
  assert.deepEqual(halo.calls[0]?.body, {reason: "check {\"build\":7}", mode: "light", subjects: ["endpoint:a"]});
  assert.equal(halo.calls[0]?.headers["idempotency-key"], "k");
});

test("runCycle gives up waiting when told to, and says that the cycle still runs", async () => {
  halo.answer = () => cycle("pending");
  await assert.rejects(engine.runCycle("manual", {waitMs: 0}), /cycle c1 is not recorded yet/);
});

test("a refusal carries HALO's sentence and fields", async () => {
  halo.answer = () => ({
    status: 400, type: "application/problem+json",
    body: JSON.stringify({ok: false, error: "mode: 'ful' is not allowed", errors: [{field: "mode", message: "m"}]}),
  });
  await assert.rejects(engine.runCycle(), (error: HaloError) => {
    assert.equal(error.status, 400);
    assert.equal(error.message, "mode: 'ful' is not allowed");
    assert.equal(error.errors[0]?.field, "mode");
    return true;
  });
});

test("HTML, bare numbers, lists and answers without the member are no success", async () => {
  for (const body of ["<html></html>", "200", "[]", "", "{}", "{\"ok\":true}"]) {
    halo.answer = () => ({body});
    await assert.rejects(engine.getStatus(), HaloError, body);
  }
});

test("a HALO that is away is an error with status 0", async () => {
  const away = new HaloEngine({baseUrl: "http://127.0.0.1:9"});
  await assert.rejects(away.getStatus(), (error: HaloError) => error.status === 0);
});

test("the token is sent", async () => {
  engine.configure({token: "secret"});
  halo.answer = () => ({body: "{\"ok\":true,\"status\":{}}"});
  await engine.getStatus();
  assert.equal(halo.calls[0]?.headers.authorization, "Bearer secret");
});

test("lists come in pages", async () => {
  halo.answer = () => ({body: "{\"ok\":true,\"weakPoints\":[{\"id\":\"w\"}],\"next\":\"w\"}"});
  const page = await engine.getWeakPoints({severity: "high", limit: 1});
  assert.deepEqual(page, {items: [{id: "w"}], next: "w"});
  assert.equal(halo.calls[0]?.path, "/api/halo/weakpoints?severity=high&limit=1");
});

test("the history takes filters, and says what became of tasks", async () => {
  const outcomes = {
    proposed: 2, approved: 1, rejected: 1, expired: 0, cancelled: 0, dispatched: 1, succeeded: 1, failed: 0,
    effective: 1, ineffective: 0, harmful: 0, inconclusive: 0,
  };
  halo.answer = () => ({body: JSON.stringify({ok: true, history: [{id: "c1", worstSeverity: "high", outcomes}]})});
  const page = await engine.getHistory({since: "2026-11-24T03:00:00Z", subject: "endpoint:a", severity: "high"});
  assert.deepEqual(page.items[0]?.outcomes, outcomes);
  assert.equal(halo.calls[0]?.path,
      "/api/halo/history?since=2026-11-24T03%3A00%3A00Z&subject=endpoint%3Aa&severity=high&view=summary");
});

test("a cycle has its issues with their analyzer, and its tasks with their progress", async () => {
  const issue = {id: "i", analyzer: "endpoint-health", severity: "high", description: "down", data: {status: 503}};
  halo.answer = () => cycle("completed", {
    analysis: [{name: "endpoint-health", issues: [issue]}],
    weakPoints: [{id: "w", relatedIssues: [issue]}],
    dispatchResults: [{
      taskId: "t", status: "pending-approval", task: {id: "t", type: "repair.api.endpoint"},
      progress: {status: "succeeded", verdict: {verification: "effective", at: "2026-11-24T03:00:00Z"}},
    }],
  });
  const {analysis, weakPoints, dispatchResults} = await engine.getCycle("c1");
  assert.equal(analysis[0]?.issues[0]?.analyzer, "endpoint-health");
  assert.deepEqual(weakPoints[0]?.relatedIssues[0]?.data, {status: 503});
  assert.equal(dispatchResults[0]?.task.type, "repair.api.endpoint");
  assert.equal(dispatchResults[0]?.progress?.verdict?.verification, "effective");
});

test("requests and errors are reported as counts, and kept while HALO is away", async () => {
  let away = true;
  halo.answer = () => away ? {status: 503, body: "{\"ok\":false,\"error\":\"away\"}"} : {body: "{\"ok\":true}"};
  for (let i = 0; i < 3; i++) haloTriggers.recordRequest(engine);
  haloTriggers.recordError(engine);
  await registerHaloLoop(engine).stop();
  assert.equal(errors.length, 1);
  away = false;
  haloTriggers.recordRequest(engine);
  await registerHaloLoop(engine).stop();
  await registerHaloLoop(engine).stop();
  assert.deepEqual(halo.calls.map((call) => call.body), [
    [{source: "shop", requests: 3, errors: 1}],
    [{source: "shop", requests: 4, errors: 1}],
  ]);
});

test("counts that HALO refuses are dropped", async () => {
  halo.answer = () => ({status: 400, body: "{\"ok\":false,\"error\":\"no\"}"});
  haloTriggers.recordRequest(engine);
  await registerHaloLoop(engine).stop();
  await registerHaloLoop(engine).stop();
  assert.equal(halo.calls.length, 1);
});

test("registering twice is one registration", async () => {
  const first = registerHaloLoop(engine);
  assert.equal(registerHaloLoop(engine), first);
  await first.stop();
  const second = registerHaloLoop(engine);
  assert.notEqual(second, first);
  await second.stop();
});

test("a deploy is reported under one key, also when it is tried again", async () => {
  let attempts = 0;
  halo.answer = () => ++attempts === 1 ? {status: 503, body: "{\"ok\":false}"} : {status: 201, body: "{\"ok\":true}"};
  assert.equal(haloTriggers.getLastDeploy(engine), null);
  await haloTriggers.notifyDeploy({version: "1.4.2", environment: "production", note: "x"}, engine);
  assert.equal(attempts, 2);
  const [first, second] = halo.calls;
  assert.equal(first?.headers["idempotency-key"], second?.headers["idempotency-key"]);
  const {at, ...deploy} = second?.body as Record<string, unknown>;
  assert.deepEqual(deploy, {service: "shop", version: "1.4.2", environment: "production"});
  assert.equal(haloTriggers.getLastDeploy(engine), at);
  assert.equal(errors.length, 0);
});

test("an event is reported in DreamNet's form", async () => {
  await haloTriggers.triggerFromEvent("dream.failed", "critical", engine);
  await haloTriggers.triggerFromEvent("dream.failed", "terrible", engine);
  const [first, second] = halo.calls.map((call) => call.body as Record<string, unknown>);
  assert.equal(first?.["eventType"], "dream.failed");
  assert.equal(first?.["severity"], "critical");
  assert.equal(second?.["severity"], "info");
});

test("reports never throw", async () => {
  const away = new HaloEngine({baseUrl: halo.url, onError: (error) => errors.push(error)});
  halo.answer = () => ({status: 400, body: "{\"ok\":false,\"error\":\"no\"}"});
  await haloTriggers.notifyDeploy({}, away);
  assert.equal(errors.length, 1);
});

/**
 * Loaded into a provider's process before everything else: its time is AWS's, that is, the
 * emulator's, and stands still while AWS is asked. As soon as all that there is are sleepers, both
 * clocks go on to where the first of them wakes. So nothing depends on how fast a machine is.
 */
const timers = require("node:timers/promises");
const http = require("node:http");
const Module = require("node:module");

const { VIRTUAL_NOW, AWS_ENDPOINT_URL } = process.env;
/** Turns of the event loop after which a process without calls is taken for idle. */
const IDLE_TURNS = 20;

const realSleep = timers.setTimeout;
const sleepers = new Set();
let now = Number(VIRTUAL_NOW);
let calls = 0;
let activity = 0;

Date.now = () => now;

const load = Module._load;
Module._load = function (request, ...more) {
  const loaded = load.call(this, request, ...more);
  if (request.endsWith("/aws/clients")) count(loaded.SdkAws.prototype);
  return loaded;
};

const counted = new Set();

/** The SDK's own pauses are part of a call. */
function count(calling) {
  if (counted.has(calling)) return;
  counted.add(calling);
  const { send } = calling;
  calling.send = async function (...args) {
    calls++;
    try {
      return await send.apply(this, args);
    } finally {
      calls--;
      activity++;
      void watch();
    }
  };
}

let isWatching = false;

async function watch() {
  if (isWatching) return;
  isWatching = true;
  while (sleepers.size > 0 && calls === 0) {
    if (!(await isIdle())) continue;
    const next = Math.min(...[...sleepers].map(({ dueAt }) => dueAt));
    await advance(Math.max(0, next - now));
    for (const sleeper of [...sleepers].filter(({ dueAt }) => dueAt <= now)) {
      sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
  isWatching = false;
}

async function isIdle() {
  const before = activity;
  await realSleep(2);
  for (let turn = 0; turn < IDLE_TURNS; turn++) await timers.setImmediate();
  return activity === before && calls === 0 && sleepers.size > 0;
}

function advance(advanceMs) {
  now += advanceMs;
  const control = new URL("/_emulator/clock", AWS_ENDPOINT_URL);
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const request = http.request(control, { method: "POST", headers, agent: false }, (answer) => {
      answer.resume().once("end", resolve);
    });
    request.once("error", reject).end(JSON.stringify({ advanceMs }));
  });
}

// What is said to the engine is no call to AWS: its limit is a real one.
const isOfRow = () => /[\\/]row\.js:/.test(new Error().stack);

timers.setTimeout = (ms, value, options = {}) => {
  if (isOfRow()) return realSleep(ms, value, options);
  return new Promise((resolve, reject) => {
    const { signal } = options;
    const abort = () => {
      sleepers.delete(sleeper);
      activity++;
      reject(signal.reason);
    };
    const wake = () => {
      signal?.removeEventListener("abort", abort);
      activity++;
      resolve(value);
    };
    const sleeper = { dueAt: now + ms, wake };
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort, { once: true });
    sleepers.add(sleeper);
    activity++;
    void watch();
  });
};

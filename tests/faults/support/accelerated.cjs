/**
 * Loaded into a provider's process before everything else: its clock is AWS's, that is, the
 * emulator's, and goes as fast. The sleeps are as much shorter.
 */
const timers = require("node:timers/promises");

const { ACCELERATED_SPEED, ACCELERATED_FROM, ACCELERATED_AT } = process.env;
const speed = Number(ACCELERATED_SPEED);
const realNow = Date.now;
const realSleep = timers.setTimeout;

Date.now = () => Number(ACCELERATED_FROM) + (realNow() - Number(ACCELERATED_AT)) * speed;
timers.setTimeout = (ms, ...more) => realSleep(ms / speed, ...more);

/** What Pulumi's host does with an answer of ours, and what the engine demands of it. */
import assert from "node:assert/strict";
import { type JavaScriptValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import type { Props } from "../../../../provider/lifecycle/ports";
import { isBroken } from "./texts";

/**
 * Sends it as the host does: what comes out at the other end is the same JSON. Throws where the
 * host would, or the engine, which is written in Go and takes no text that isn't UTF-8.
 */
export function survives(value: Props): void {
  for (const text of textsIn(value)) assert.ok(isCarried(text), `no UTF-8: ${shown(text)}`);
  const message = Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
  const arrived = Struct.deserializeBinary(message.serializeBinary()).toJavaScript();
  assert.deepEqual(stored(arrived), stored(value));
}

/** As a state file has it, less what the host's own maps lose: a member called `__proto__`. */
function stored(value: unknown): unknown {
  const json = JSON.stringify(value);
  if (!json.includes("__proto__")) return JSON.parse(json);
  return JSON.parse(json, (_key, item: unknown) => {
    if (typeof item === "object" && item !== null && Object.hasOwn(item, "__proto__")) {
      return Object.fromEntries(Object.entries(item).filter(([name]) => name !== "__proto__"));
    }
    return item;
  });
}

/** Whether it is UTF-8 on the wire. */
export function isCarried(text: string): boolean {
  if (!isBroken(text)) return true;
  const message = new Value();
  message.setStringValue(text);
  const bytes = message.serializeBinary();
  // A byte for the member, then the length, whose bytes but for the last have the highest bit.
  const lengthEnds = bytes.findIndex((byte, index) => index > 0 && byte < 0x80);
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(lengthEnds + 1));
    return true;
  } catch {
    return false;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}

function shown(text: string): string {
  return JSON.stringify(text).slice(-60);
}

/** The same value, of which nothing can be changed. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

const OF_OBJECT = Object.getOwnPropertyNames(Object.prototype).sort();

/** Nothing has been added to what every object has. */
export function assertUnpolluted(): void {
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), OF_OBJECT);
}

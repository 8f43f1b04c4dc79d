// What says the same is one form after `check`: else it would differ, and start a task once more.
import assert from "node:assert/strict";
import fc from "fast-check";
import { exportTask } from "../../../provider/kinds/discovery/exportTask";
import { check, type Checked } from "../../../provider/lifecycle/check";
import { idHash } from "../../../provider/lifecycle/identity";
import { fieldsOf } from "../../../provider/lifecycle/inputs";
import type { TaskKind } from "../../../provider/lifecycle/kind";
import type { Props } from "../../../provider/lifecycle/ports";
import type { Field } from "../../../provider/lifecycle/validate";
import { contextWith } from "../provider/support/context";
import { frozen, survives } from "./support/host";
import { PROGRAMS, replaced } from "./support/programs";
import { runs } from "./support/runs";
import { name, text } from "./support/texts";

const BEACON = { __beacon: { phase: "update", secrets: [] } };

function checked(kind: TaskKind, given: Props, defaultTags: Props = {}): Checked {
  const context = contextWith();
  context.settings.tags = defaultTags;
  return check(context, kind, {}, frozen({ ...given, ...BEACON }));
}

const program = PROGRAMS.find(({ kind }) => kind === exportTask)!;
const HOUR_MS = 3_600_000;

const pad = (value: number, length = 2) => String(value).padStart(length, "0");
const ms = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) });
const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });

/** That time as a clock shows it that is so many minutes ahead of UTC, exact or in whole seconds. */
function written(at: number, ahead: number, digits: number): string {
  const local = new Date(at + ahead * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(ahead);
  const zone = `${ahead < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  const cut = digits === 0 ? local.slice(0, 19) : local + "0".repeat(digits - 3);
  return cut + (ahead === 0 && digits % 2 === 0 ? "Z" : zone);
}

describe("a time", () => {
  it("is the same however it is written, and so is the task", () => {
    const digits = fc.constantFrom(0, 3, 4, 6, 9);
    const holds = fc.property(ms, minutes, digits, (any, ahead, count) => {
      const at = count === 0 ? any - (any % 1_000) : any;
      const startTime = new Date(at).toISOString();
      const endTime = new Date(at + HOUR_MS).toISOString();
      const one = checked(exportTask, { ...program.inputs, startTime, endTime });
      const other = checked(exportTask, {
        ...program.inputs,
        startTime: written(at, ahead, count),
        endTime: written(at + HOUR_MS, -ahead, count),
      });
      assert.deepEqual(one.failures, []);
      assert.deepEqual(other, one);
      assert.equal(other.inputs.startTime, startTime);
      assert.equal(idHash(exportTask, "any", other.inputs), idHash(exportTask, "any", one.inputs));
    });
    fc.assert(holds, runs(600));
  });

  it("is refused, and left as it was written, where there is none such", () => {
    const parts = fc.tuple(
      fc.integer({ min: 1990, max: 2090 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      fc.constantFrom("", "T00:00Z", "T23:59:59.999Z", "T00:30:00+14:00", "T25:00:00Z", "T12:60Z"),
    );
    const holds = fc.property(parts, ([year, month, day, rest]) => {
      const midnight = new Date(Date.UTC(year, month - 1, day));
      const isDay = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
      const endTime = `${year}-${pad(month)}-${pad(day)}${rest}`;
      const given = { ...program.inputs, startTime: undefined, endTime };
      const { inputs, failures } = checked(exportTask, given);
      if (isDay && !/25|60Z/.test(rest)) {
        assert.deepEqual(failures, []);
        assert.equal(inputs.endTime, new Date(endTime).toISOString());
      } else {
        assert.match(failures[0]!.reason, /^endTime: must be a time that exists/);
        assert.equal(inputs.endTime, endTime);
      }
    });
    fc.assert(holds, runs(600));
  });
});

type Path = readonly string[];

/** A member that says nothing where it stands, and what says nothing in its place. */
interface Member {
  readonly path: Path;
  readonly nothings: readonly unknown[];
}

/** The members that a kind knows, as far as the program gives them. */
function membersOf(fields: Readonly<Record<string, Field>>, value: object, at: Path): Member[] {
  return Object.entries(value).flatMap(([key, item]) => {
    if (!Object.hasOwn(fields, key)) return [];
    const field = fields[key]!;
    const path = [...at, key];
    return [{ path, nothings: nothingsOf(field) }, ...within(field, item, path)];
  });
}

function within(field: Field, value: unknown, path: Path): Member[] {
  if (typeof value !== "object" || value === null) return [];
  if (field.type === "object") return membersOf(field.fields, value, path);
  if (field.type !== "list" || !field.items || !Array.isArray(value)) return [];
  const { items } = field;
  return value.flatMap((item, i) => within(items, item, [...path, String(i)]));
}

function nothingsOf(field: Field): unknown[] {
  if (field.type === "string" && field.isAbsentIfEmpty) return [null, ""];
  return field.type === "list" && field.isAbsentIfEmpty ? [null, []] : [null];
}

for (const { name: title, kind, inputs } of PROGRAMS) {
  const members = membersOf(fieldsOf(kind, inputs), inputs, []);

  describe(`the inputs of ${title}`, () => {
    it("are the same with nothing in a member as without the member, at every depth", () => {
      const some = fc.array(fc.tuple(fc.constantFrom(...members), fc.nat(1)), { maxLength: 5 });
      const holds = fc.property(some, (chosen) => {
        let [without, empty]: unknown[] = [inputs, inputs];
        for (const [{ path, nothings }, which] of chosen) {
          without = replaced(without, path, undefined);
          empty = replaced(empty, path, nothings[which % nothings.length]);
        }
        assert.deepEqual(checked(kind, empty as Props), checked(kind, without as Props));
      });
      fc.assert(holds, runs(150));
    });

    it("have the default tags under the program's own, and are the same task", () => {
      const tags = fc
        .array(fc.tuple(fc.oneof(fc.constantFrom("team", "a", "b"), name), text), { maxLength: 4 })
        .map((entries): Props => Object.fromEntries(entries));
      const odd = fc.constantFrom<Props>({}, { a: 5 }, { b: null }, { c: ["x"] }, { team: {} });
      const holds = fc.property(tags, tags, odd, (own, defaults, wrong) => {
        const given = { ...inputs, tags: own, tagsAll: own };
        const { inputs: result, failures } = checked(kind, given, { ...defaults, ...wrong });
        const taken = Object.entries({ ...defaults, ...wrong }).filter(
          ([, value]) => typeof value === "string",
        );
        assert.deepEqual(result.tagsAll, { ...Object.fromEntries(taken), ...own });
        assert.deepEqual(result.tags, own);
        survives(result);
        if (Object.keys(wrong).length > 0) assert.match(reasonsIn(failures), /aws:defaultTags/);
        const plain = checked(kind, given).inputs;
        assert.equal(idHash(kind, "any", result), idHash(kind, "any", plain));
      });
      fc.assert(holds, runs(80));
    });
  });
}

const reasonsIn = (failures: Checked["failures"]) => failures.map(({ reason }) => reason).join();

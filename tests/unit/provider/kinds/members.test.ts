/**
 * Nothing of AWS is left out, and nothing is made up: the kinds against the member lists of AWS's
 * documentation. The fixture says where each member is: an `input` or `output`, of its own name
 * unless another is said (`output status`), taken `apart` into its members, folded into `tags`,
 * `sensitive` (told by AWS, and kept nowhere), or `dropped` (dry runs and client tokens are ours to
 * decide).
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "../../../../provider/kinds";
import type { Props } from "../../../../provider/lifecycle/ports";
import type { Field } from "../../../../provider/lifecycle/validate";

const PLACES = ["input", "output", "apart", "tags", "sensitive", "dropped"] as const;
type Place = (typeof PLACES)[number];

interface Operation {
  readonly operation: string;
  readonly source: string;
  readonly members: Readonly<Record<string, string>>;
}
interface Entry {
  readonly start: Operation;
  readonly describe: Operation & {
    readonly id: string;
    /** A full answer about one task, as the client hands it over, and where in the answer it is. */
    readonly example: Props;
    readonly list?: string;
    readonly object?: string;
    /** Observed beside the members, because it follows from one. */
    readonly derived?: Props;
  };
  /** Outputs that AWS tells nowhere. */
  readonly computed: readonly string[];
}

const file = join(__dirname, "../../../fixtures/aws-members.json");
const ENTRIES = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Entry>>;

const DROPPED = ["ClientToken", "DryRun"];

describe("the table of AWS's members", () => {
  it("has an entry for each kind, and for nothing else", () => {
    assert.deepEqual(Object.keys(ENTRIES).sort(), KINDS.map(({ type }) => type).sort());
  });

  it("says of each member where it is, and drops none but dry run and client token", () => {
    for (const { start, describe } of Object.values(ENTRIES)) {
      for (const { members } of [start, describe]) {
        for (const member of Object.keys(members)) {
          const place = placeOf(members, member);
          assert.ok(PLACES.includes(place), `${member}: ${place}`);
          assert.equal(place === "dropped", DROPPED.includes(member), member);
        }
      }
    }
  });
});

for (const kind of KINDS) {
  const { start, describe: described, computed } = ENTRIES[kind.type]!;
  const at = (members: Operation["members"], ...places: Place[]) =>
    Object.keys(members)
      .filter((member) => places.includes(placeOf(members, member)))
      .map((member) => ourPath(members, member));
  const seen = () => kind.describe([described.id]).observations(answerOf(described))[0]!;

  describe(`the members of ${kind.type}`, () => {
    it(`has every member of ${start.operation} as an input, and no other`, () => {
      assert.deepEqual(inputPaths(kind.fields).sort(), at(start.members, "input").sort());
    });

    it("asks with these two operations", () => {
      assert.equal(
        kind.start({ imageSource: {}, s3ExportLocation: {}, diskContainer: {} }, "", {}).operation,
        start.operation,
      );
      assert.equal(kind.describe([described.id]).request.operation, described.operation);
    });

    it(`observes every member of ${described.operation}, and no other`, () => {
      const told = at(described.members, "input", "output");
      const derived = Object.keys(described.derived ?? {});
      const expected = new Set([...told.flatMap(withParents), ...derived]);
      assert.deepEqual(valuePaths(seen().outputs), [...expected].sort());
    });

    it("observes them as they are", () => {
      const { outputs } = seen();
      const { members, example } = described;
      const whole = Object.keys(members).filter((member) => !member.includes("[]"));
      for (const member of whole) {
        if (!["input", "output"].includes(placeOf(members, member))) continue;
        const path = ourPath(members, member);
        assert.deepEqual(valueAt(outputs, path), ours(member, valueAt(example, member)), path);
      }
      for (const [name, value] of Object.entries(described.derived ?? {})) {
        assert.deepEqual(outputs[name], value);
      }
    });

    it("declares as outputs what it observes beside inputs, what is computed, and no other", () => {
      const tops = at(described.members, "output").filter((path) => !/[.[]/.test(path));
      const declared = [...kind.outputs, ...kind.successOutputs];
      assert.deepEqual(declared.sort(), [...tops, ...computed].sort());
    });

    it("computes what AWS tells nowhere, and nothing else", () => {
      const { outputs } = seen();
      const url = "https://a.example/?X-Amz-Date=20260101T000000Z&X-Amz-Expires=60";
      const secret = kind.secretOutputs ? { configurationsDownloadUrl: url } : {};
      const made = kind.computed({ ...outputs, diskImageFormat: "RAW", ...secret });
      const names = Object.keys(made).filter((name) => made[name] !== undefined);
      const own = kind.successOutputs.filter((name) => !ourNames(described).includes(name));
      assert.deepEqual(own.sort(), [...computed].sort());
      assert.deepEqual(names.filter((name) => !(name in outputs)).sort(), [...computed].sort());
    });

    it("takes the id from the answer, and folds tags into tags", () => {
      const { id, tags } = seen();
      assert.equal(id, described.id);
      const folded = Object.values(described.members).includes("tags");
      if (folded) assert.deepEqual(tags, { team: "images" });
    });
  });
}

function answerOf({ example, list, object }: Entry["describe"]): Props {
  if (list !== undefined) return { [list]: [example] };
  return object === undefined ? example : { [object]: example };
}

function ourNames({ members }: Operation): string[] {
  return Object.keys(members).map((member) => ourPath(members, member));
}

function placeOf(members: Operation["members"], member: string): Place {
  return members[member]!.split(" ")[0] as Place;
}

/** What the fixture says, else the API's own name. */
function ourPath(members: Operation["members"], member: string): string {
  return members[member]!.split(" ")[1] ?? ourName(member);
}

/** `a[].b.c`, `a[].b` and `a`. */
function withParents(path: string): string[] {
  const parts = path.split(".");
  return parts.map((_, i) => {
    const upTo = parts.slice(0, i + 1).join(".");
    return upTo.replace(/\[\]$/, "");
  });
}

function valueAt(props: Props, path: string): unknown {
  const into = (value: unknown, name: string) => (value as Props | undefined)?.[name];
  return path.split(".").reduce<unknown>(into, props);
}

/** The API's own names, the first letter of each lowered, and nothing else. */
function ourName(path: string): string {
  return path.replace(/(^|\.)([A-Z])/g, (_match, dot: string, letter: string) => {
    return dot + letter.toLowerCase();
  });
}

/** A member's value with our names in it; the keys of a map of tags are nobody's to change. */
function ours(member: string, value: unknown): unknown {
  if (member === "TagSpecifications") return value;
  if (Array.isArray(value)) return value.map((item) => ours("", item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [ourName(name), ours("", v)]));
}

function inputPaths(fields: Readonly<Record<string, Field>>, prefix = ""): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = prefix + name;
    if (field.type === "object") return [path, ...inputPaths(field.fields, `${path}.`)];
    const items = field.type === "list" ? field.items : undefined;
    return [path, ...(items?.type === "object" ? inputPaths(items.fields, `${path}[].`) : [])];
  });
}

function valuePaths(props: Props, prefix = ""): string[] {
  const paths = Object.entries(props).flatMap(([name, value]) => {
    const path = prefix + name;
    if (name === "tagSpecifications" || typeof value !== "object" || value === null) return [path];
    const [item] = Array.isArray(value) ? (value as Props[]) : [];
    return [path, ...valuePaths(item ?? (value as Props), item ? `${path}[].` : `${path}.`)];
  });
  return paths.sort();
}

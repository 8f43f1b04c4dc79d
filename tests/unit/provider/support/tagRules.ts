/** The rules of the input `tags`, whose numbers differ from kind to kind. */
import type { Props } from "../../../../provider/lifecycle/ports";
import type { checkingOf, Violation } from "./checking";

export interface TagLimits {
  /** The tags a program may give, and, where some are kept free for ours, without those. */
  readonly most: number;
  readonly mostUnmarked?: number;
  readonly keyLength: number;
  readonly valueLength: number;
}

const tagsOf = (count: number): Props => ({
  tags: Object.fromEntries(Array.from({ length: count }, (_, n) => [`key-${n}`, "a"])),
});
const withKey = (key: string): Props => ({ tags: { [key]: "a" } });
const withValue = (value: unknown): Props => ({ tags: { key: value } });

export function describeTags(
  { itRefuses, itTakes }: ReturnType<typeof checkingOf>,
  { most, mostUnmarked, keyLength, valueLength }: TagLimits,
): void {
  const entries = (number: number) => new RegExp(`at most ${number} entries, got ${number + 1}$`);
  const long = "k".repeat(keyLength + 1);
  const begins = /the key must not begin with "aws:"/;
  const unmarked = mostUnmarked === undefined ? [] : [mostUnmarked];

  describe("tags", () => {
    itRefuses([
      [{ tags: ["team"] }, "tags", /must be a map of strings/, ["team"]],
      [tagsOf(most + 1), "tags", entries(most)],
      ...unmarked.map((number): Violation => {
        return [{ ...tagsOf(number + 1), identityTags: false }, "tags", entries(number)];
      }),
      [withKey(""), 'tags[""]', new RegExp(`the key must be 1 to ${keyLength} characters`)],
      [withKey(long), `tags["${long}"]`, new RegExp(`the key must be 1 to ${keyLength} char`)],
      [withKey("aws:team"), 'tags["aws:team"]', begins],
      [withKey("AWS:team"), 'tags["AWS:team"]', begins],
      [withKey("pulumi-aws-tasks:id"), 'tags["pulumi-aws-tasks:id"]', begins],
      [withValue("v".repeat(valueLength + 1)), 'tags["key"]', new RegExp(`most ${valueLength} `)],
      [withValue(7), 'tags["key"]', /must be a string/, 7],
    ]);
    itTakes([
      ...[{ tags: {} }, tagsOf(most), withKey("k"), withKey("k".repeat(keyLength))],
      ...unmarked.map((number) => ({ ...tagsOf(number), identityTags: false })),
      ...[withValue(""), withValue("v".repeat(valueLength)), withKey("team:aws:Größe 東 @+-=._/")],
    ]);
  });
}

import { code } from "./markdown.mjs";

/**
 * @typedef {import("./facts.mjs").Facts} Facts
 * @typedef {import("../../provider/lifecycle/kind.js").TaskKind} TaskKind
 * @typedef {import("../../provider/lifecycle/permissions.js").Need} Need
 */

/** In place of what a program says. */
const PROPS = {
  region: "eu-central-1",
  accountId: "123456789012",
  bucket: "my-images",
  s3ExportLocation: { s3Bucket: "my-exports" },
  diskContainer: { userBucket: { s3Bucket: "my-disks" } },
  iamRoleArn: "arn:aws:iam::123456789012:role/appstream-export",
};

/** Why what tags stands in two statements. */
const APART =
  "The two stand apart for those who want tags that nobody changes: `…TagAtStart` goes with a start " +
  "only (its condition). Without `…TagLater` a warning says that our mark of who holds the task, " +
  "which comes after the start, could not be written, and other `tags` can't be put on it later.";

/**
 * What whoever runs Pulumi needs, and the role with which AWS's service works, where there is one.
 * @param {TaskKind} kind
 * @param {Facts} facts
 */
export function policyText(kind, { policyOf, rolesOf }) {
  const of = (/** @type {Need[]} */ ...needs) => [{ kind, needs: new Set(needs), props: PROPS }];
  const sids = (/** @type {Need} */ need) =>
    policyOf(of(need))
      .Statement.map((one) => String(Object(one).Sid))
      .filter((sid) => sid !== "Caller");
  const parts = [json(policyOf(of("read", "manage", "tag", "erase")))];
  const [tags, erases] = [sids("tag"), sids("erase")];
  if (tags.length > 0 && kind.tagging) {
    parts.push(
      `${list(tags)}: needed unless \`identityTags\` is false and there are no tags of your own.`,
    );
    if (tags.some((sid) => sid.endsWith("TagAtStart"))) parts.push(APART);
  } else if (tags.length > 0) {
    parts.push(`${list(tags)}: only with tags.`);
  }
  if (erases.length > 0) parts.push(`${list(erases)}: only with \`onDelete: "delete"\`.`);
  for (const { role, trustPolicy, permissionsPolicy } of rolesOf(of("manage"))) {
    parts.push(`AWS's service works with the role ${code(role)}. Who may assume it:`);
    parts.push(json(trustPolicy), "What it may do:", json(permissionsPolicy));
  }
  return parts.join("\n\n");
}

/** @param {readonly string[]} names */
const list = (names) => names.map(code).join(", ");

/** @param {unknown} value */
const json = (value) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

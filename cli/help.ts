/** What `--help` says beside the options. */
import { KIND_NAMES } from "./kindNames";

export const ABOUT =
  "Looks at the long-running AWS tasks of an account, and writes the IAM policies that " +
  "pulumi-aws-tasks needs for them. It starts, changes and ends nothing.";

export const AFTER = `
Task kinds: ${KIND_NAMES}.

Exit codes:
  0  done
  1  AWS could not be asked; with --until-done: a task has failed or is gone, or nobody waited
     for its end (Ctrl-C, a closed pipe)
  2  the command line, or a file that it names, is not right

Examples:
  $ pulumi-aws-tasks list --region eu-central-1
  $ pulumi stack export --file dev.json && pulumi-aws-tasks list --stack-file dev.json
  $ pulumi-aws-tasks policy ec2.ExportImageTask > policy.json
`;

const COMMON = `
Credentials are found as the AWS SDK finds them. A kind that is denied, or that AWS does not offer
in the Region, is a note. Presigned URLs are never printed.

With --stack-file, "held by" is the stack and the resource that have a task in their state. ORPHAN
is a task that carries the mark of this package (the tag pulumi-aws-tasks:id) and is in none of the
given states; the line adopt: "…" among the inputs of a resource of its kind takes it over, instead
of starting another. Give the states of all stacks that use this account and Region: without its
state a stack's task looks like an orphan. Stores and Discovery exports carry no marks and are never
called orphans.
`;

export const LIST = `${COMMON}
Examples:
  $ pulumi-aws-tasks list
  $ pulumi-aws-tasks list --all --kind ec2 --kind workspaces.CustomImageImport
  $ pulumi stack export -s dev --file dev.json
  $ pulumi stack export -s prod --file prod.json
  $ pulumi-aws-tasks list --stack-file dev.json --stack-file prod.json
  $ pulumi-aws-tasks list --json | jq '.tasks[] | select(.orphan) | .id'
`;

export const WATCH = `${COMMON}
It looks within the bounds that Pulumi's waits have: soon after a start and near the end, else every
few minutes. What ends while it watches stays on the table. Without a terminal the table is written anew
when something has changed.

Examples:
  $ pulumi-aws-tasks watch
  $ pulumi-aws-tasks watch --kind ec2.ExportImageTask --until-done && echo all exported
`;

export const POLICY = `
From a stack's state (pulumi stack export) the policy is narrowed to its buckets, AMIs, roles,
Regions and account, as far as AWS documents ARNs for a call; what it does not say, and what is
secret, becomes *. Inputs count: identityTags: false leaves the marks out, onDelete: "delete" allows
to delete results; resources that are only read (get) need no more than describes. From task kinds
it is made for any task of theirs.

What is printed covers the calls that this package makes, and what AWS documents as made in the
caller's name. It is not proven complete.

Examples:
  $ pulumi stack export | pulumi-aws-tasks policy - > policy.json
  $ aws iam create-policy --policy-name aws-tasks --policy-document file://policy.json
  $ pulumi-aws-tasks policy ec2.ExportImageTask appstream --region eu-central-1 --on-delete delete
  $ pulumi-aws-tasks policy --trust ec2.ExportImageTask
`;

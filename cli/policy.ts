/** IAM's documents, made of what the kinds' tables say and what is declared. Pure. */
import type { TaskKind } from "../provider/lifecycle/kind";
import type { Condition, Grant, Grants, Need } from "../provider/lifecycle/permissions";
import { record } from "../provider/lifecycle/json";
import type { Props } from "../provider/lifecycle/ports";

/** A task, or a kind of task, that somebody is to be allowed to run. */
export interface Declaration {
  readonly kind: TaskKind;
  readonly needs: ReadonlySet<Need>;
  /** Inputs, `region` and `accountId`, as far as they are known. */
  readonly props: Props;
}

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | "*";
  readonly Condition?: Condition;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly object[];
}

/** A service role: what it is called, who may assume it, and what it may do. */
export interface Role {
  readonly role: string;
  readonly usedBy: string;
  readonly trustPolicy: Policy;
  readonly permissionsPolicy: Policy;
}

/** STS answers it without any right; said all the same, as we ask it before a start. */
const CALLER: Statement = {
  Sid: "Caller",
  Effect: "Allow",
  Action: ["sts:GetCallerIdentity"],
  Resource: "*",
};

/** What whoever runs Pulumi needs for these tasks. */
export function policyOf(declarations: readonly Declaration[]): Policy {
  const statements = declarations.flatMap(({ kind, needs, props }) =>
    statementsOf(sidOf(kind), granted(kind.permissions.grants, needs), props),
  );
  return document([...merged(statements), CALLER]);
}

/** The roles with which AWS's services themselves work on these tasks. */
export function rolesOf(declarations: readonly Declaration[]): readonly Role[] {
  const started = declarations.filter(({ needs }) => needs.has("manage"));
  const named = started.flatMap((one) => {
    const role = roleName(one);
    return role === undefined ? [] : [{ ...one, role }];
  });
  const keys = new Map(named.map((one) => [`${one.kind.type} ${one.role}`, one]));
  return [...keys.values()].map(({ kind, role }) => {
    const { service, externalId, grants } = kind.permissions.serviceRole!;
    const users = named.filter((one) => one.kind === kind && one.role === role);
    const statements = users.flatMap(({ props }) => statementsOf("", grants, props));
    return {
      role,
      usedBy: kind.type,
      trustPolicy: trust(service, externalId),
      permissionsPolicy: document(merged(statements)),
    };
  });
}

/** `*` where it isn't known. */
function roleName({ kind, props }: Declaration): string | undefined {
  const { serviceRole } = kind.permissions;
  if (!serviceRole) return undefined;
  const given = props[serviceRole.input];
  return typeof given === "string" ? given : (serviceRole.defaultName ?? "*");
}

function trust(service: string, externalId: string | undefined): Policy {
  const Condition = externalId && { StringEquals: { "sts:ExternalId": externalId } };
  return document([
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      ...(Condition && { Condition }),
    },
  ]);
}

function document(statements: readonly object[]): Policy {
  return { Version: "2012-10-17", Statement: statements };
}

/** `Ec2ExportImageTask`; a Sid has letters and digits only. */
function sidOf({ type }: TaskKind): string {
  return type.replace(/(^|:)(.)/g, (_match, _colon, letter: string) => letter.toUpperCase());
}

function granted(grants: Grants, needs: ReadonlySet<Need>): Grants {
  return Object.fromEntries(Object.entries(grants).filter(([, { need }]) => needs.has(need)));
}

function statementsOf(sid: string, grants: Grants, props: Props): Statement[] {
  return Object.entries(grants).map(
    ([name, { actions, condition, resources }]: [string, Grant]) => ({
      Sid: `${sid}${name}`,
      Effect: "Allow",
      Action: actions,
      Resource: resources?.map((arn) => filled(arn, props)) ?? "*",
      ...(condition && { Condition: condition }),
    }),
  );
}

/** One statement of each name, for all resources of several tasks. */
function merged(statements: readonly Statement[]): readonly Statement[] {
  const bySid = new Map<string, Statement>();
  for (const statement of statements) {
    const Resource = [...(bySid.get(statement.Sid)?.Resource ?? []), ...statement.Resource];
    bySid.set(statement.Sid, {
      ...statement,
      Resource: Resource.includes("*") ? "*" : [...new Set(Resource)].sort(),
    });
  }
  return [...bySid.values()];
}

/** The ARN with what is known in its holes, and `*` for the rest. */
function filled(arn: string, props: Props): string {
  const { region, accountId } = props;
  const known = { ...props, partition: partitionOf(region), account: accountId };
  return arn.replace(/\{([\w.]+)\}/g, (_hole, path: string) => {
    const value = path.split(".").reduce<unknown>((part, name) => record(part)[name], known);
    return typeof value === "string" && value !== "" ? value : "*";
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const PARTITIONS: Readonly<Record<string, string>> = {
  "cn-": "aws-cn",
  "us-gov-": "aws-us-gov",
  "eusc-": "aws-eusc",
  "us-iso-": "aws-iso",
  "us-isob-": "aws-iso-b",
  "eu-isoe-": "aws-iso-e",
  "us-isof-": "aws-iso-f",
};

function partitionOf(region: unknown): string {
  const prefix = Object.keys(PARTITIONS).find((start) => String(region).startsWith(start));
  return prefix === undefined ? "aws" : PARTITIONS[prefix]!;
}

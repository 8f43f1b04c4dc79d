// From what AWS answers to the text that a person reads: its code and message, then what to do.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as appstream from "@aws-sdk/client-appstream";
import * as workspaces from "@aws-sdk/client-workspaces";
import type { Effect } from "../../emulator";
import { callError } from "../../provider/aws/errors";
import { explain } from "../../provider/lifecycle/errors";
import { Scene } from "../support/scene";
import { SUBJECTS, type Subject } from "./options/subjects";

/** AWS's code and message, and what is in the advice; an undefined code: the message alone. */
type Row = readonly [code: string | undefined, message: string, advice: RegExp];

interface Cases {
  /** What the start is refused with. */
  readonly refused?: readonly Row[];
  /** What the reason of a task says that failed while it ran. */
  readonly failed?: readonly Row[];
  /** What the reason of an AMI or image says that failed after its task had succeeded. */
  readonly artifact?: readonly Row[];
}

/** Of every service that has them; https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const OF_ANY_SERVICE: readonly Row[] = [
  ["OptInRequired", "You are not subscribed to this service.", /sign up for it/],
  ["AccountDisabled", "Administratively disabled.", /turned off for this account/],
  ["Blocked", "Your account is currently blocked.", /ask AWS Support/],
  ["PendingVerification", "Your account is pending verification.", /still verifying/],
  ["TagPolicyViolation", "The tag policy does not allow it.", /organization's tag policy/],
  ["InvalidClientTokenId", "Not in our records.", /has to be enabled for the account/],
];

// The codes are of EC2's documented list; the words of its messages, too, or of its rules.
const CASES: Readonly<Record<string, Cases>> = {
  "ec2.ExportImageTask": {
    refused: [
      ["NotExportable", "The image is not exportable.", /own AMIs only, without third-party/],
      ["InvalidAMIID.NotFound", "The image id does not exist", /Region and the account/],
      ["InvalidAMIID.Unavailable", "Not available.", /deregistered/],
      [
        "InvalidParameter",
        "The service role vmimport provided does not exist or does not have sufficient permissions",
        /trust vmie\.amazonaws\.com/,
      ],
      [
        "InvalidParameter",
        "The given S3 bucket is not local to the region",
        /bucket must exist and be in the Region/,
      ],
      ["InvalidParameter", "The bucket uses KMS encryption", /SSE-S3 or without/],
      ["ResourceLimitExceeded", "Too many tasks.", /five conversion tasks at once/],
      ["UnsupportedOperation", "The kernel is not supported.", /does not take this system/],
    ],
    failed: [
      [undefined, "ClientError: Unsupported kernel version", /does not take this system/],
      [undefined, "ClientError: Invalid configuration - Could not read fstab", /no multi-boot/],
      [undefined, "ClientError: Access Denied", /s3:PutObject on the bucket/],
      [undefined, "ServerError: the KMS key can't be used", /nor the bucket use a KMS key/],
      [undefined, "ClientError: the image is from AWS Marketplace", /without third-party/],
      [undefined, "ClientError: a volume of 2 TiB", /more than 1 TiB/],
      [undefined, "ClientError: the role can't be assumed", /trust vmie/],
      [undefined, "ClientError: Bucket exports is not in the us-east-1 region", /change s3Export/],
    ],
  },
  "ec2.StoreImageTask": {
    refused: [
      ["ResourceLimitExceeded", "Too much in progress.", /1,200 GB .* at once/],
      ["InvalidRequest", "The bucket is in another Region.", /change bucket or region/],
      ["InvalidRequest", "The object already exists.", /one object of an AMI/],
      ["InvalidRequest", "The image is too large.", /5,000 GB before compression/],
      ["UnsupportedOperation", "Not for this image.", /EBS-backed AMIs/],
      ["UnauthorizedOperation", "You are not authorized.", /ebs:ListSnapshotBlocks.*kms:Decrypt/],
      [
        "AccessDenied",
        "User: me is not authorized to perform: s3:PutObject on resource: images",
        /Allow s3:PutObject to whoever runs Pulumi\..*on the bucket s3:PutObject/,
      ],
    ],
    failed: [
      [undefined, "AccessDenied: Access Denied", /on the bucket s3:PutObject/],
      [undefined, "The KMS key can't be used", /kms:Decrypt where/],
      [undefined, "A snapshot does not exist", /must stay until the store has ended/],
      [undefined, "The specified bucket does not exist", /bucket must exist/],
    ],
  },
  "appstream.ExportImageTask": {
    refused: [
      ["InvalidRoleException", "The specified role is invalid.", /iam:PassRole/],
      ["ResourceNotFoundException", "Not found.", /Check imageName/],
      ["ResourceNotAvailableException", "Not available.", /available and your own/],
      ["LimitExceededException", "Too many.", /when one has ended/],
      ["ConcurrentModificationException", "An API error occurred.", /in a few minutes/],
      ["InvalidAccountStatusException", "Your account is suspended.", /ask AWS Support/],
      ["OperationNotPermittedException", "An AMI named gold already exists", /change amiName/],
    ],
    failed: [
      ["Forbidden", "The role is not authorized to perform: ec2:CopyImage", /copy and describe/],
      ["InvalidRoleException", "It can't be assumed.", /trust appstream\.amazonaws\.com/],
      ["InvalidAMIName.Duplicate", "In use by another AMI.", /change amiName/],
    ],
    artifact: [[undefined, "UnauthorizedOperation while copying", /Check iamRoleArn/]],
  },
  "workspaces.CustomImageImport": {
    refused: [
      ["OperationNotSupportedException", "This operation is not supported.", /BYOL/],
      ["ResourceLimitExceededException", "Exceeded.", /raise the quota/],
      ["ResourceNotFoundException", "Not found.", /infrastructureConfigurationArn/],
    ],
    failed: [
      ["OSNotSupported", "Requires Windows 10.", /must run Windows 10 or Windows 11/],
      ["PendingReboot", "Updates are pending.", /restart it/],
    ],
    artifact: [
      ["WorkspacesBYOLAccountDisabled", "Disabled.", /account WorkSpaces_BYOL/],
      ["DomainJoined", "AD; and also OfficeInstalled", /Active Directory.*Uninstall Office/],
    ],
  },
  "discovery.ExportTask": {
    refused: [
      ["HomeRegionNotSetException", "The home Region is not set.", /choose one in Migration Hub/],
      ["InvalidInputException", "Not the home Region.", /set region to it/],
      ["OperationNotPermittedException", "Not permitted.", /two a day/],
    ],
  },
};

const DOCUMENTED = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/aws-members.json"), "utf8"),
) as Readonly<Record<string, { readonly errors?: { readonly codes: readonly string[] } }>>;

const UNKNOWN = ["NovelTrouble", "It went wrong in a new way"] as const;

for (const subject of SUBJECTS) {
  const { kind, inputs, start } = subject;
  // A kind may show what its words lead to in a test of its own.
  const { refused = [], failed = [], artifact = [] } = CASES[subject.name] ?? {};

  describe(`AWS's words about ${subject.name}`, () => {
    const scene = new Scene(kind, inputs);
    // What is waited for is given up at once.
    const up = async () => (await scene.stack.up({ ...inputs, timeouts: { start: "1s" } })).error;
    const refusing = (code: string, message: string): Effect => ({ kind: "error", code, message });

    for (const [code = "", message, advice] of [...refused, ...OF_ANY_SERVICE]) {
      it(`come with a remedy in the refusal ${code}: ${message}`, async () => {
        scene.fault(start, refusing(code, message), {});
        const error = (await up()) ?? "";
        assert.ok(error.includes(`was not started. ${start}: ${code}: ${message}`), error);
        assert.match(error, advice);
      });
    }

    it("are passed on as they are in a refusal that nobody knows", async () => {
      const [code, message] = UNKNOWN;
      scene.fault(start, refusing(code, message), {});
      assert.equal(await up(), `${kind.title} was not started. ${start}: ${code}: ${message}.`);
    });

    for (const [code, message, advice] of failed) {
      it(`come with a remedy in a failure: ${code ?? ""} ${message}`, () =>
        fails({ kind: "fail", statusMessage: message, ...(code && { code }) }, message, advice));
    }
    for (const [code, message, advice] of artifact) {
      it(`come with a remedy in a result that failed: ${code ?? ""} ${message}`, () =>
        fails(
          { kind: "artifactFail", statusMessage: message, ...(code && { code }) },
          message,
          advice,
        ));
    }
    async function fails(effect: Effect, message: string, advice: RegExp): Promise<void> {
      const error = await scene.fail(start, effect);
      const reason = String(scene.outputs.failureReason);
      assert.ok(error.includes(reason) && reason.includes(message), error);
      assert.match(error, advice);
      assert.match(error, / The next `pulumi up` starts a new task in its place/);
      // AWS's own words, and nothing of ours.
      assert.doesNotMatch(reason, advice);
    }

    it("are passed on as they are in a failure that nobody knows", async () => {
      const [code, statusMessage] = UNKNOWN;
      const error = await scene.fail(start, { kind: "fail", statusMessage, code });
      assert.ok(error.includes(`${statusMessage}. The next \`pulumi up\` starts`), error);
    });
  });
}

describe("a name that no server has", () => {
  const failing = (host: string) => {
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
    return explain(SUBJECTS[0]!.kind, callError(error, "AnyOperation"));
  };
  const hosts: readonly [string, string][] = [
    [
      "appstream2.eu-north-1.amazonaws.com",
      "AppStream has probably no endpoint in the Region eu-north-1",
    ],
    [
      "discovery.us-east-2.amazonaws.com",
      "Application Discovery has probably no endpoint in the Region us-east-2",
    ],
    [
      "workspaces-fips.eu-west-3.amazonaws.com",
      "WorkSpaces has probably no endpoint in the Region eu-west-3",
    ],
    ["ec2.eu-centrl-1.api.aws", "EC2 has probably no endpoint in the Region eu-centrl-1"],
    [
      "ec2.cn-nowhere-9.amazonaws.com.cn",
      "EC2 has probably no endpoint in the Region cn-nowhere-9",
    ],
    ["constructor.eu-west-3.amazonaws.com", "Check the Region and the endpoint settings."],
    ["aws.example.com", "Check the Region and the endpoint settings."],
  ];
  for (const [host, advice] of hosts) {
    it(`is told with its likely cause: ${host}`, () => {
      const text = failing(host);
      const said = `AnyOperation: ENOTFOUND: getaddrinfo ENOTFOUND ${host}. ${advice}`;
      assert.ok(text.startsWith(said), text);
    });
  }
});

describe("a denied call", () => {
  it("names what was denied, where that is another action than the call", () => {
    const message = "User: me is not authorized to perform: iam:PassRole on resource: role/export";
    const error = Object.assign(new Error(message), { name: "AccessDeniedException" });
    const text = explain(kindOf("appstream.ExportImageTask"), callError(error, "CreateExport"));
    assert.match(text, /\. Allow iam:PassRole to whoever runs Pulumi\.$/);
  });

  it("takes no more than its own right where it only looks", () => {
    const error = Object.assign(new Error("no"), { name: "UnauthorizedOperation" });
    const looking = callError(error, "DescribeStoreImageTasks");
    const text = explain(kindOf("ec2.StoreImageTask"), looking);
    assert.match(text, /: no\. Allow DescribeStoreImageTasks to whoever runs Pulumi\.$/);
  });
});

describe("an image that is in use or protected", () => {
  const deleting = (name: string, operation: string, code: string, message: string) => {
    const more = { name: code, $metadata: { httpStatusCode: 400 } };
    return explain(kindOf(name), callError(Object.assign(new Error(message), more), operation));
  };
  const IN_USE: readonly [string, string, string, string, RegExp][] = [
    [
      ...(["workspaces.CustomImageImport", "DeleteWorkspaceImage"] as const),
      ...(["ResourceAssociatedException", "The resource is associated."] as const),
      /detach it from its bundles/,
    ],
    [
      ...(["workspaces.CustomImageImport", "DeleteWorkspaceImage"] as const),
      ...(["InvalidResourceStateException", "The state is not valid."] as const),
      /when its import has ended/,
    ],
    [
      ...(["appstream.ExportImageTask", "DeregisterImage"] as const),
      ...(["OperationNotPermitted", "The AMI has deregistration protection."] as const),
      /turn its deregistration protection off/,
    ],
  ];
  for (const [name, operation, code, message, advice] of IN_USE) {
    it(`says what to do first: ${code}`, () => {
      const text = deleting(name, operation, code, message);
      assert.ok(text.startsWith(`${operation}: ${code}: ${message} `), text);
      assert.match(text, advice);
    });
  }
});

describe("every code with a remedy", () => {
  const imageCodes: readonly string[] = Object.values(workspaces.WorkspaceImageErrorDetailCode);
  /** By the SDK's model; else by the page of AWS's documentation that the table names. */
  const MODELLED: Readonly<Record<string, (code: string) => boolean>> = {
    "appstream.ExportImageTask": (code) => code in appstream || EC2.has(code),
    "workspaces.CustomImageImport": (code) => code in workspaces || imageCodes.includes(code),
    // The SDK's client is optional, and not loaded here.
    "discovery.ExportTask": (code) => DISCOVERY.has(code),
    "ec2.ExportImageTask": (code) => EC2.has(code),
    "ec2.StoreImageTask": (code) => EC2.has(code) || code === "CreateStoreImageTask",
  };
  /** By the list of AWS's that the table of its members has. */
  const documentedFor = (type: string) => (code: string) =>
    DOCUMENTED[type]!.errors?.codes.includes(code) === true;
  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: EC2 models none. */
  const EC2 = new Set([
    ...["InvalidAMIID.NotFound", "InvalidAMIID.Malformed", "InvalidAMIID.Unavailable"],
    ...["InvalidAMIName.Duplicate", "NotExportable"],
  ]);
  /** https://docs.aws.amazon.com/application-discovery/latest/APIReference/API_StartExportTask.html and the home Region's. */
  const DISCOVERY = new Set([
    ...["HomeRegionNotSetException", "InvalidInputException", "OperationNotPermittedException"],
  ]);
  for (const { name, kind } of SUBJECTS) {
    it(`is one that ${name} can answer`, () => {
      const isModelled = MODELLED[name] ?? documentedFor(kind.type);
      const others = Object.keys(kind.remedies).filter((code) => !isModelled(code));
      assert.deepEqual(others, []);
    });

    it(`is no limit of ${name}, which would not be waited for`, () => {
      assert.deepEqual(
        kind.limits.filter((code) => code in kind.remedies),
        [],
      );
    });

    it(`has a remedy of whole sentences, as each of the causes of ${name}`, () => {
      for (const remedy of [...Object.values(kind.remedies), ...kind.causes.map((c) => c.remedy)]) {
        assert.match(remedy, /^[A-Z].*\.\)?\.?$/);
      }
    });
  }
});

function kindOf(name: string): Subject["kind"] {
  return SUBJECTS.find((subject) => subject.name === name)!.kind;
}

import { itRefuses, itTakes, type Violation } from "../../support/checking";
import type { Props } from "../../../../../provider/lifecycle/ports";

const to = (location: unknown): Props => ({ s3ExportLocation: location });
const into = (s3Bucket: unknown, more: Props = {}): Props => to({ s3Bucket, ...more });
const BUCKET = "my-exports";

describe("imageId", () => {
  const form = /id of an AMI/;
  const malformed = [
    ...["", "ami-", "ami-0123456", "ami-012345678", "ami-0123456789abcdef", "i-01234567"],
    ...["ami-0123456789abcdef01", "ami-0123456G", "AMI-01234567", " ami-01234567", "ami-01234567 "],
    ...["ami-01234567\n", "ami-0123456789ABCDEF0", "ami-０１２３４５６７"],
  ];
  const malformations = malformed.map((id): Violation => [{ imageId: id }, "imageId", form, id]);
  itRefuses([
    [{ imageId: undefined }, "imageId", /is required/],
    [{ imageId: null }, "imageId", /is required/],
    ...malformations,
    [{ imageId: 5 }, "imageId", /must be a string/, 5],
    [{ imageId: ["ami-01234567"] }, "imageId", /must be a string/, ["ami-01234567"]],
    [{ imageId: {} }, "imageId", /must be a string/, {}],
    [{ imageId: true }, "imageId", /must be a string/, true],
  ]);
  itTakes([{ imageId: "ami-01234567" }, { imageId: "ami-0123456789abcdef0" }]);
});

describe("diskImageFormat", () => {
  const oneOf = /one of "VMDK", "RAW", "VHD"/;
  itRefuses([
    [{ diskImageFormat: undefined }, "diskImageFormat", /is required/],
    [{ diskImageFormat: "vmdk" }, "diskImageFormat", oneOf, "vmdk"],
    [{ diskImageFormat: "" }, "diskImageFormat", oneOf, ""],
    [{ diskImageFormat: "OVA" }, "diskImageFormat", oneOf, "OVA"],
    [{ diskImageFormat: "VHDX" }, "diskImageFormat", oneOf, "VHDX"],
    [{ diskImageFormat: "constructor" }, "diskImageFormat", oneOf, "constructor"],
    [{ diskImageFormat: ["RAW"] }, "diskImageFormat", /must be a string/, ["RAW"]],
  ]);
  itTakes([{ diskImageFormat: "VMDK" }, { diskImageFormat: "RAW" }, { diskImageFormat: "VHD" }]);
});

describe("s3ExportLocation", () => {
  itRefuses([
    [to(undefined), "s3ExportLocation", /is required/],
    [
      to("s3://my-exports/images"),
      "s3ExportLocation",
      /must be an object/,
      "s3://my-exports/images",
    ],
    [to([BUCKET]), "s3ExportLocation", /must be an object/, [BUCKET]],
    [to(7), "s3ExportLocation", /must be an object/, 7],
    [into(BUCKET, { s3Key: "a" }), "s3ExportLocation.s3Key", /is not an input.*s3Bucket, s3Prefix/],
    [into(BUCKET, { s3bucket: "a" }), "s3ExportLocation.s3bucket", /is not an input/],
    [into(BUCKET, { constructor: "a" }), "s3ExportLocation.constructor", /is not an input/],
  ]);
});

describe("s3ExportLocation.s3Bucket", () => {
  const path = "s3ExportLocation.s3Bucket";
  const form = /bucket's name/;
  const arn = "arn:aws:s3:::my-exports";
  itRefuses([
    [to({}), path, /is required/],
    [into(null), path, /is required/],
    [into(""), path, /3 to 63 characters/, ""],
    [into("ab"), path, /3 to 63 characters/, "ab"],
    [into("a".repeat(64)), path, /3 to 63 characters/, "a".repeat(64)],
    [into("my-exports/images"), path, form, "my-exports/images"],
    [into(arn), path, form, arn],
    [into("my exports"), path, form, "my exports"],
    [into("büro-exports"), path, form, "büro-exports"],
    [into("my-exports\n"), path, form, "my-exports\n"],
    [into(12_345), path, /must be a string/, 12_345],
  ]);
  itTakes([into("abc"), into("a".repeat(63)), into("my.ex-ports.2026"), into("Old_Bucket")]);
});

describe("s3ExportLocation.s3Prefix", () => {
  const path = "s3ExportLocation.s3Prefix";
  // The longest key has 1,024 bytes, and AWS appends "export-ami-", 17 digits and ".vmdk".
  const most = 1_024 - "export-ami-".length - 17 - ".vmdk".length;
  const prefixed = (s3Prefix: unknown) => into(BUCKET, { s3Prefix });
  itRefuses([
    [prefixed("p".repeat(most + 1)), path, new RegExp(`at most ${most} bytes`)],
    [prefixed("ü".repeat((most + 1) / 2)), path, new RegExp(`at most ${most} bytes`)],
    [prefixed("🙂".repeat(most / 4 + 1)), path, new RegExp(`at most ${most} bytes`)],
    [prefixed(1), path, /must be a string/, 1],
    [prefixed({ name: "a" }), path, /must be a string/, { name: "a" }],
  ]);
  itTakes([
    ...[prefixed("/"), prefixed("no-slash"), prefixed("a b/ü/🙂/")],
    ...[prefixed("p".repeat(most)), prefixed("ü".repeat(Math.floor(most / 2)))],
  ]);
});

describe("roleName", () => {
  const arn = "arn:aws:iam::123456789012:role/vmimport";
  const form = /name of an IAM role, not its ARN/;
  itRefuses([
    [{ roleName: "" }, "roleName", /1 to 64 characters/, ""],
    [{ roleName: "r".repeat(65) }, "roleName", /1 to 64 characters/, "r".repeat(65)],
    [{ roleName: arn }, "roleName", form, arn],
    [{ roleName: "service-role/vmimport" }, "roleName", form, "service-role/vmimport"],
    [{ roleName: "vm import" }, "roleName", form, "vm import"],
    [{ roleName: false }, "roleName", /must be a string/, false],
  ]);
  itTakes([{ roleName: "r" }, { roleName: "r".repeat(64) }, { roleName: "a+b=c,d.e@f-g_h1" }]);
});

describe("description", () => {
  itRefuses([
    [{ description: "d".repeat(256) }, "description", /at most 255 characters/],
    [{ description: "🙂".repeat(256) }, "description", /at most 255 characters/],
    [{ description: 1 }, "description", /must be a string/, 1],
  ]);
  itTakes([{ description: "" }, { description: "d".repeat(255) }, { description: "a\nb\tü 🙂" }]);
});

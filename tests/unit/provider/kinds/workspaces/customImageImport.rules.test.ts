import assert from "node:assert/strict";
import { customImageImport } from "../../../../../provider/kinds/workspaces/customImageImport";
import { UNKNOWN } from "../../../../../provider/lifecycle/validate";
import { checkingOf, type Violation } from "../../support/checking";
import { describeTags } from "../../support/tagRules";

const CONFIGURATION =
  "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops";
const BUILD = "arn:aws:imagebuilder:us-east-1:123456789012:image/desktop";
const rules = checkingOf(customImageImport, {
  imageName: "desktop",
  imageDescription: "The desktop",
  computeType: "BASE",
  protocol: "DCV",
  imageSource: { ec2ImageId: "ami-0123456789abcdef0" },
  infrastructureConfigurationArn: CONFIGURATION,
  platform: "WINDOWS",
  osVersion: "Windows_11",
});
const { itRefuses, itTakes, itTellsAllAtOnce, itLeavesUnknownsAlone, reasonsOf } = rules;

const refusing = (name: string, rule: RegExp, values: readonly string[]): Violation[] =>
  values.map((value) => [{ [name]: value }, name, rule]);
const missing = (name: string): Violation[] => [
  [{ [name]: undefined }, name, /is required/],
  [{ [name]: null }, name, /is required/],
  [{ [name]: 7 }, name, /must be (a string|an object)/, 7],
];
const each = (name: string, values: readonly string[]) =>
  itTakes(values.map((value) => ({ [name]: value })));

describe("the rules of workspaces.CustomImageImport", () => {
  describe("imageName", () => {
    itRefuses([
      ...missing("imageName"),
      ...refusing("imageName", /1 to 64 characters/, ["", "d".repeat(65)]),
      ...refusing("imageName", /no spaces/, ["desk top", "a:b", "a,b", "Büro", "a\n"]),
    ]);
    each("imageName", ["d", "d".repeat(64), "aZ09_./()\\-"]);
  });

  describe("imageDescription", () => {
    itRefuses([
      ...missing("imageDescription"),
      ...refusing("imageDescription", /1 to 256 characters/, ["", "d".repeat(257)]),
      ...refusing("imageDescription", /letters, digits, spaces/, ["a:b", "a,b", "a\\b", "ü", "\n"]),
    ]);
    each("imageDescription", [" ", "d".repeat(256), "aZ 09_./()-"]);
  });

  const enumerations: Readonly<Record<string, readonly [string[], string[]]>> = {
    computeType: [
      ["BASE", "GRAPHICS_G4DN", "GRAPHICS_G6"],
      ["", "base", "GRAPHICS", "BASE "],
    ],
    protocol: [
      ["PCOIP", "DCV", "BYOP"],
      ["", "dcv", "WSP", "PCoIP"],
    ],
    platform: [["WINDOWS"], ["", "windows", "LINUX"]],
    osVersion: [
      ["Windows_10", "Windows_11"],
      ["", "windows_11", "Windows 11", "Windows_7"],
    ],
  };
  for (const [name, [allowed, others]] of Object.entries(enumerations)) {
    describe(name, () => {
      itRefuses([
        ...missing(name),
        ...others.map((word): Violation => [{ [name]: word }, name, /must be (one of )?"/, word]),
      ]);
      itTakes(allowed.map((word) => ({ osVersion: "Windows_10", [name]: word })));
    });
  }

  describe("protocol with osVersion", () => {
    itRefuses([[{ protocol: "PCOIP", osVersion: "Windows_11" }, "protocol", /PCOIP.*Windows_11/]]);
    itTakes([
      { protocol: "PCOIP", osVersion: "Windows_10" },
      { protocol: "BYOP", osVersion: "Windows_11" },
    ]);
  });

  describe("imageSource", () => {
    const source = (imageSource: unknown) => ({ imageSource });
    const exactlyOne = /exactly one of ec2ImportTaskId, imageBuildVersionArn, ec2ImageId, got /;
    const both = { ec2ImageId: "ami-01234567", imageBuildVersionArn: `${BUILD}/1.0.0` };
    const within = (name: string, values: readonly string[]): Violation[] =>
      values.map((value) => {
        return [source({ [name]: value }), `imageSource.${name}`, /must be/];
      });
    itRefuses([
      ...missing("imageSource"),
      [source("ami-01234567"), "imageSource", /must be an object/, "ami-01234567"],
      [source(["ami-01234567"]), "imageSource", /must be an object/],
      [source({}), "imageSource", exactlyOne],
      [source({ ec2ImageId: null }), "imageSource", /got none/],
      [source(both), "imageSource", /got imageBuildVersionArn and ec2ImageId/],
      [source({ ...both, ec2ImportTaskId: "import-ami-01234567" }), "imageSource", exactlyOne],
      [source({ ec2ImageId: "ami-01234567", url: "a" }), "imageSource.url", /is not an input/],
      ...within("ec2ImageId", ["", "ami-0123456", "ami-0123456g", "ami-0123456789abcdef01"]),
      ...within("ec2ImportTaskId", [
        ...["", "import-ami-", "import-ami-0123456", "import-ami-012345678", "ami-01234567"],
        ...["import-ami-0123456789abcdef", "import-ami-0123456789abcdef01", "import-ami-0123456-"],
      ]),
      ...within("imageBuildVersionArn", [
        ...["", "desktop", BUILD, `${BUILD}/1.0`, `${BUILD}/1.0.x/1`, `${BUILD}/1.0.0/`],
        ...[`${BUILD}/1.0.0/1/2`, `${BUILD} b/1.0.0`, BUILD.replace("123", "abc") + "/1.0.0"],
        `${BUILD}${"p".repeat(2_049 - BUILD.length - 6)}/1.0.0`,
      ]),
    ]);
    itTakes(
      [
        ...[{ ec2ImageId: "ami-01234567" }, { ec2ImageId: "ami-0123456789abcdef0" }],
        { ec2ImportTaskId: "import-ami-fGhIjK01" },
        { ec2ImportTaskId: "import-ami-0123456789abcdef0" },
        ...["1.0.0", "1.0.0/12", "x.x.x", "1.x.x"].map((version) => {
          return { imageBuildVersionArn: `${BUILD}/${version}` };
        }),
        { imageBuildVersionArn: "arn:aws-cn:imagebuilder:cn-north-1:aws:image/a_b-1/1.0.0" },
        { imageBuildVersionArn: "arn:aws:imagebuilder:us-east-1:aws-marketplace:image/a/1.0.0" },
        { imageBuildVersionArn: `${BUILD}${"p".repeat(2_048 - BUILD.length - 6)}/1.0.0` },
      ].map(source),
    );
  });

  describe("infrastructureConfigurationArn", () => {
    const name = "infrastructureConfigurationArn";
    const long = (length: number) => CONFIGURATION + "c".repeat(length - CONFIGURATION.length);
    itRefuses([
      ...missing(name),
      ...refusing(name, /1 to 2048 characters/, ["", long(2_049)]),
      ...refusing(name, /ARN of an Image Builder infrastructure configuration/, [
        ...["desktops", `${BUILD}/1.0.0`, CONFIGURATION.toUpperCase(), `${CONFIGURATION}/1`],
        ...[CONFIGURATION.replace("012:", "01:"), `${CONFIGURATION} `, `${CONFIGURATION}.b`],
      ]),
    ]);
    each(name, [
      ...[long(2_048), CONFIGURATION.replace("123456789012", "aws")],
      CONFIGURATION.replace("arn:aws", "arn:aws-us-gov"),
    ]);
  });

  describeTags(rules, { most: 47, mostUnmarked: 50, keyLength: 127, valueLength: 255 });

  itTellsAllAtOnce(
    {
      imageName: "hush hush",
      imageDescription: "hush: hush",
      computeType: "hush",
      protocol: "hush",
      imageSource: { ec2ImageId: "hush", imageBuildVersionArn: "hush" },
      infrastructureConfigurationArn: "hush",
      platform: "hush",
      osVersion: "hush",
      tags: { "aws:hush": { hush: 1 } },
    },
    [
      ...["imageName", "imageDescription", "computeType", "protocol", "imageSource"],
      ...["imageSource.ec2ImageId", "imageSource.imageBuildVersionArn", "platform", "osVersion"],
      ...["infrastructureConfigurationArn", 'tags["aws:hush"]', 'tags["aws:hush"]'],
    ],
  );

  itLeavesUnknownsAlone([
    { imageSource: { ec2ImageId: UNKNOWN } },
    { protocol: "PCOIP", osVersion: UNKNOWN },
    { protocol: UNKNOWN, osVersion: "Windows_11" },
    { tags: { team: UNKNOWN } },
  ]);

  it("still counts the members of imageSource when one of them is unknown", () => {
    const imageSource = { ec2ImageId: UNKNOWN, ec2ImportTaskId: "import-ami-01234567" };
    assert.match(reasonsOf({ imageSource }).join(), /got ec2ImportTaskId and ec2ImageId/);
  });
});

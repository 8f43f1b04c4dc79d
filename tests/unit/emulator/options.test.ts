import { equal, rejects } from "node:assert/strict";
import { startEmulator, type EmulatorOptions } from "../../../emulator";

const { NaN: none, POSITIVE_INFINITY: endless } = Number;

describe("the emulator's options", () => {
  const ranges: readonly [name: string, wrong: readonly unknown[], words: RegExp][] = [
    ["port", [-1, 65_536, 1.5, "4500"], /port must be a port from 0 to 65535, not /],
    ["host", [4, ""], /host must be an address or a name, not /],
    ["speed", [-1, none, endless, "fast"], /speed must be 0 \(stepped\) or more, not /],
    ["durationMs", [0, -1, none, endless, "20s"], /durationMs must be more than 0, not /],
    ["startTimeMs", [none, -1, 8.64e15 + 2], /startTimeMs must be a time in ms since 1970, not /],
    ["seed", [none, 1.5, "1"], /seed must be a whole number, not /],
    ["visibilityDelayMs", [-5, none, endless], /visibilityDelayMs must be 0 ms or more, not /],
    ["artifactDelayMs", [-5, none, endless], /artifactDelayMs must be 0 ms or more, not /],
    ["tokenLifetimeMs", [-5, none], /tokenLifetimeMs must be 0 ms or more, or Infinity, not /],
    ["recordLifetimeMs", [-5, none], /recordLifetimeMs must be 0 ms or more, or Infinity, not /],
    ["homeRegion", ["", "EU West", 1], /homeRegion must be a Region such as eu-west-1, not /],
    ["unknownExportIds", ["ignore", true], /unknownExportIds must be "omit" or "refuse", not /],
    ["stateFile", ["", 1], /stateFile must be the name of a file, not /],
    ["images", [{}, "ami-12345678"], /images must be a list$/],
    ...[
      ...["runningConversionLimit", "appstreamExportLimit", "workspaceImageLimit"],
      ...["runningAgentExportLimit", "dailyAgentExportLimit"],
    ].map((name): [string, readonly unknown[], RegExp] => [
      name,
      [-1, none, 1.5, "5"],
      new RegExp(`${name} must be a whole number from 0 on, or Infinity, not `),
    ]),
  ];
  for (const [name, wrong, words] of ranges) {
    it(`refuse a ${name} that is out of its range`, async () => {
      for (const value of wrong) {
        const start = startEmulator({ [name]: value } as EmulatorOptions);
        await rejects(
          start,
          (error: Error) => error instanceof RangeError && words.test(error.message),
        );
      }
    });
  }

  it("refuse one that there is not", async () => {
    const renamed = { runningExportLimit: 5 } as EmulatorOptions;
    await rejects(startEmulator(renamed), /^RangeError: unknown option runningExportLimit; known /);
  });

  it("take the ends of their ranges, and undefined for the default", async () => {
    const options: EmulatorOptions = {
      ...{ speed: 0, startTimeMs: 0, seed: -1, visibilityDelayMs: 0, artifactDelayMs: 0 },
      ...{ tokenLifetimeMs: Infinity, recordLifetimeMs: Infinity, dailyAgentExportLimit: 0 },
      ...{ runningConversionLimit: Infinity, unknownExportIds: "refuse", images: [] },
    };
    const unset = { durationMs: undefined, homeRegion: undefined } as object;
    const emulator = await startEmulator({ ...options, ...unset });
    equal(emulator.clock.now(), 0);
    await emulator.close();
  });
});

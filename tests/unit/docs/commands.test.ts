import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { startEmulator } from "../../../emulator";
import { complaintOf, helpOf } from "../../support/docs/commands";
import { type Block, documents, root } from "../../support/docs/documents";
import { type Command, commandOf, commandsIn } from "../../support/docs/shell";

describe("commands in the documents", function () {
  this.timeout(30_000);
  const blocks = documents().flatMap((document) =>
    document.blocks.filter(({ words: [language] }) => language === "sh"),
  );
  /** Of what people do now, and shall do no more, only AWS's commands count. */
  const isBefore = ({ words }: Block) => words.includes("before");

  it("are known: a test runs them, or they are looked at here", () => {
    const snippets = documents().flatMap((document) =>
      document.snippets
        .filter(({ text }) => /^(npm|npx|pulumi) /.test(text))
        .map(({ place, text }) => commandOf(place, text)),
    );
    const all = [...blocks.filter((block) => !isBefore(block)).flatMap(commandsIn), ...snippets];
    const aws = blocks.filter(isBefore).flatMap(awsCommandsIn);
    assert.deepEqual([...all, ...aws].flatMap(complaint), []);
  });

  it("are told of where they are not known", () => {
    const wrong = [
      ...["npm run nothing", "npx pulumi-aws-tasks-emulator --fast", "pulumi up --now"],
      ...["pulumi destroy --yes", "FOO=1 pulumi up", "make", "aws ec2 run-instances"],
      ...["yarn exec pulumi up --now", "yarn run pulumi-aws-tasks list", "yarn exec make"],
    ];
    assert.deepEqual(
      wrong.map((text) => complaintOf(commandOf("", text))),
      [
        "package.json has no script nothing",
        "pulumi-aws-tasks-emulator has no option --fast",
        "pulumi up: no test runs --now",
        undefined,
        "FOO is not a variable of AWS's, Pulumi's or ours",
        "make is not known",
        "tests/clients/awsCli/terminal.ts does not run aws ec2 run-instances",
        "pulumi up: no test runs --now",
        undefined,
        "yarn exec is not known",
      ],
    );
  });

  it("are what a shell takes", () => {
    // One shell for all: each block is a function that is never called.
    const script = blocks.map(({ text }, i) => `block${i}() {\n${text}\n}`).join("\n");
    const { status, stderr } = spawnSync("sh", ["-n"], { input: script, encoding: "utf8" });
    assert.equal(status, 0, stderr);
  });

  it("change to folders that are there", () => {
    for (const block of blocks) {
      let folder = path.dirname(path.join(root, block.place.split(":")[0]!));
      for (const { words } of commandsIn(block).filter(({ words: [name] }) => name === "cd")) {
        folder = path.join(folder, words[1] ?? "");
        assert.ok(fs.existsSync(folder), `${block.place}: cd ${words[1]}`);
      }
    }
  });

  it("ask the emulator what it answers", async () => {
    const emulator = await startEmulator({ speed: 0 });
    try {
      const requests = blocks.flatMap(commandsIn).filter(({ words: [name] }) => name === "curl");
      assert.ok(requests.length > 0);
      for (const { place, words } of requests) {
        const url = words.find((word) => word.startsWith("$AWS_ENDPOINT_URL/"))!;
        const body = after("-d", words);
        const answer = await fetch(url.replace("$AWS_ENDPOINT_URL", emulator.endpoint), {
          method: after("-X", words) ?? "GET",
          ...(body !== undefined && { body }),
        });
        assert.equal(answer.status, 200, `${place}: ${url}: ${await answer.text()}`);
      }
    } finally {
      await emulator.close();
    }
  });

  it("have every option of the emulator's command", () => {
    const text = fs.readFileSync(path.join(root, "docs/emulator.md"), "utf8");
    const options = [...helpOf("bin/pulumi-aws-tasks-emulator.js")];
    const missing = options.filter((one) => one !== "--help" && !text.includes(`\`${one} `));
    assert.ok(options.length > 5);
    assert.deepEqual(missing, []);
  });
});

function complaint(command: Command): string[] {
  const text = complaintOf(command);
  return text === undefined ? [] : [`${command.place}: ${command.words.join(" ")}: ${text}`];
}

function awsCommandsIn({ place, text }: Block): Command[] {
  return [...text.matchAll(/\baws [\w-]+ [\w-]+/g)].map(([one]) => commandOf(place, one));
}

function after(option: string, words: readonly string[]): string | undefined {
  return words.includes(option) ? words[words.indexOf(option) + 1] : undefined;
}

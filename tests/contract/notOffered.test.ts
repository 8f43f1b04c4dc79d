// A server of AWS's protocols, such as an emulator, that lacks an operation says 501.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { CallingStack, configure } from "../support/callingStack";
import { World } from "../support/stack";
import { type LocalServer, serve } from "../unit/provider/support/localServers";
import { SUBJECTS } from "./options/subjects";

describe("an endpoint that does not offer an operation", () => {
  let world: World;
  let server: LocalServer;
  beforeEach(async () => {
    world = await World.make();
    configure(world);
  });
  afterEach(async () => {
    await server.close();
    await world.close();
  });

  const answers: Readonly<Record<string, string>> = {
    "in AWS's form":
      "<Response><Errors><Error><Code>NotImplemented</Code><Message>Not yet</Message></Error>" +
      "</Errors><RequestID>1</RequestID></Response>",
    "as a page": "<!doctype html><html><body>Not Implemented</body></html>",
    "in JSON": '{"__type":"NotImplemented","message":"Not yet"}',
    "without a word": "",
  };
  for (const [how, body] of Object.entries(answers)) {
    for (const subject of SUBJECTS) {
      it(`is explained where it says 501 ${how}: ${subject.name}`, async () => {
        server = await serve(createServer((_, response) => response.writeHead(501).end(body)));
        const services = ["ec2", "appstream", "workspaces", "discovery"];
        const there = Object.fromEntries(services.map((service) => [service, server.url]));
        // Nothing is to leave this machine: who we are, the emulator says.
        const endpoints = { ...there, sts: world.emulator.endpoint };
        Object.assign(world.configuration, { "aws:endpoints": endpoints });
        const stack = new CallingStack(world, subject.kind);
        const { error = "" } = await stack.up(subject.inputs);
        assert.match(error, /NotImplemented/);
        assert.match(
          error,
          /The endpoint does not offer \w+, as an emulator may not: check AWS_EN/,
        );
        assert.doesNotMatch(error, /SyntaxError|Unknown(Error)?:/);
      });
    }
  }
});

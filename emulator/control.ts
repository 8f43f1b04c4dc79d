import type { Controls } from "./controls";
import type { FaultRule } from "./faults";
import type { AppStreamImageSeed, ImageSeed, WorkspaceImageSeed } from "./seeds";

interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Answers a request to `/_emulator/`. */
export function control(request: ControlRequest, controls: Controls): ControlAnswer {
  const name = `${request.method} ${request.path.slice("/_emulator/".length)}`;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) {
    return { status: 404, body: { error: `no ${name}`, known: Object.keys(actions) } };
  }
  try {
    return { status: 200, body: action(controls, parse(request.body)) };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

type Action = (controls: Controls, body: Record<string, unknown>) => unknown;

const done = { ok: true };

const actions: Readonly<Record<string, Action>> = {
  "GET health": (controls) => ({ status: "ok", ...nowOf(controls) }),
  "GET clock": nowOf,
  "POST clock": (controls, { advanceMs }) => {
    if (typeof advanceMs !== "number") throw new Error('expecting {"advanceMs": <number>}');
    controls.clock.advance(advanceMs);
    return nowOf(controls);
  },
  "GET log": (controls) => controls.log(),
  "DELETE log": (controls) => {
    controls.clearLog();
    return done;
  },
  "GET faults": (controls) => controls.faults(),
  "POST faults": (controls, body) => {
    controls.addFault(body as unknown as FaultRule);
    return done;
  },
  "DELETE faults": (controls) => {
    controls.clearFaults();
    return done;
  },
  "POST images": (controls, body) => {
    controls.setImage(body as unknown as ImageSeed);
    return done;
  },
  "POST appstream-images": (controls, body) => {
    controls.setAppStreamImage(body as unknown as AppStreamImageSeed);
    return done;
  },
  "POST workspace-images": (controls, body) => {
    controls.setWorkspaceImage(body as unknown as WorkspaceImageSeed);
    return done;
  },
  "GET tasks": (controls) => controls.tasks(),
  "GET held": (controls) => controls.heldCalls(),
  "POST release": (controls) => {
    controls.release();
    return done;
  },
  "POST reset": (controls) => {
    controls.reset();
    return done;
  },
};

function nowOf({ clock }: Controls): { now: string; nowMs: number } {
  const nowMs = clock.now();
  return { now: new Date(nowMs).toISOString(), nowMs };
}

function parse(body: string): Record<string, unknown> {
  const parsed: unknown = body === "" ? {} : JSON.parse(body);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new Error("expecting a JSON object");
  }
  return parsed as Record<string, unknown>;
}

import type { Clock } from "./clock";
import { parseFaultRule } from "./faultRule";
import { isTaskEffect, type FaultRule } from "./faults";
import type { Held, HeldCall } from "./held";
import type { LogEntry } from "./log";
import { checkSeed } from "./seedCheck";
import type { AppStreamImageSeed, ImageSeed, WorkspaceImageSeed } from "./seeds";
import { attachFaults } from "./tasks";
import { taskViews, type TaskView } from "./views";
import type { World } from "./world";

/**
 * What a test can see of the emulator and do to it, in the process or over `/_emulator/`.
 *
 * @example
 * emulator.setImage({ imageId: "ami-00000000000000001", missing: true });
 * emulator.addFault({ operation: "ExportImage", nth: 2, effect: { kind: "throttle" } });
 * emulator.clock.advance(20_000);
 * console.log(emulator.tasks(), emulator.log());
 * emulator.reset();
 */
export interface Controls {
  readonly clock: Clock;
  /** The latest 10,000 AWS calls, oldest first. */
  log(): readonly LogEntry[];
  clearLog(): void;
  /**
   * From now on, things go wrong by this rule too. A task effect with `ids` and without
   * `operation` goes to these tasks at once, once. Throws an Error that names what is wrong with a
   * rule: a member, value, service or operation that is not known, a task that does not exist.
   */
  addFault(rule: FaultRule): void;
  /** The rules in force. */
  faults(): readonly FaultRule[];
  /** Forgets the rules; what they have done to tasks stays, and held calls are let go. */
  clearFaults(): void;
  /** The calls that the effect `hang` holds, oldest first; not those whose client has gone. */
  heldCalls(): readonly HeldCall[];
  /** Lets the calls go that the effect `hang` holds: their work is done, and their answers go out. */
  release(): void;
  /**
   * Says what an AMI is like, in every account and Region, and forgets what was said of it before.
   * Throws an Error that names what is wrong with what is said. One that was deregistered stays so.
   */
  setImage(image: ImageSeed): void;
  /** The same of an AppStream image, by its name; throws as `setImage` does. */
  setAppStreamImage(image: AppStreamImageSeed): void;
  /** The same of a WorkSpaces image; throws as `setImage` does. One that was deleted stays so. */
  setWorkspaceImage(image: WorkspaceImageSeed): void;
  /** All tasks there are, in every account and Region, also those AWS would not show. */
  tasks(): readonly TaskView[];
  /** Forgets tasks, tags, tokens, sessions, set images, faults and log; the time goes on. */
  reset(): void;
}

export function createControls(world: World, held: Held): Controls {
  const { clock, faults, log, store } = world;
  const clearFaults = (): void => {
    faults.clear();
    held.release();
  };
  const save = (): void => store.save(clock.now());
  return {
    clock: {
      now: clock.now,
      advance(ms) {
        clock.advance(ms);
        save();
      },
    },
    log: log.entries,
    clearLog: log.clear,
    addFault(given) {
      const rule = parseFaultRule(given, world.services);
      if (rule.ids && rule.operation === undefined && isTaskEffect(rule.effect)) {
        const scopes = store.scopes();
        const unknown = rule.ids.find(
          (id) => !scopes.some(({ tasks }) => Object.hasOwn(tasks, id)),
        );
        if (unknown !== undefined) throw new Error(`there is no task ${unknown}`);
        for (const scope of scopes) attachFaults(scope, rule.ids, [rule.effect], clock.now());
        save();
      } else {
        faults.add(rule);
      }
    },
    faults: faults.rules,
    clearFaults,
    heldCalls: held.calls,
    release: held.release,
    setImage(image) {
      checkSeed("images", image);
      store.images[image.imageId] = image;
      save();
    },
    setAppStreamImage(image) {
      checkSeed("appstreamImages", image);
      store.appstreamImages[image.name] = image;
      save();
    },
    setWorkspaceImage(image) {
      checkSeed("workspaceImages", image);
      store.workspaceImages[image.imageId] = image;
      save();
    },
    tasks: () => taskViews(world),
    reset() {
      // First, so that what is let go is forgotten, too.
      clearFaults();
      store.clear();
      log.clear();
      save();
    },
  };
}

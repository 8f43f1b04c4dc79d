import type { ServiceName } from "./operation";
import { isListed } from "./tasks";
import { observe } from "./timeline";
import type { World } from "./world";

/**
 * A task as it stands at the emulator's time, whether or not AWS would show it.
 *
 * @example
 * const running = emulator.tasks().filter((task) => task.running);
 * console.log(running.map(({ id, status, progress }) => `${id} ${status} ${progress} %`));
 */
export interface TaskView {
  readonly id: string;
  /** Such as `ec2:ExportImageTask`. */
  readonly kind: string;
  readonly service: ServiceName;
  readonly region: string;
  readonly accountId: string;
  /** AWS's word. */
  readonly status: string;
  readonly statusMessage: string;
  /** 0..100. */
  readonly progress: number;
  /** Neither finished nor on its way to be deleted. */
  readonly running: boolean;
  /** AWS shows it: visible by now and not aged out. */
  readonly listed: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Emulator time, ISO 8601. */
  readonly startedAt: string;
  /** What the start was given, by AWS's member names. */
  readonly details: unknown;
}

/** All tasks of all accounts and Regions, in the order of their starts. */
export function taskViews({ services, store, clock, settings }: World): readonly TaskView[] {
  const nowMs = clock.now();
  const kinds = new Map(
    services.flatMap((service) =>
      service.kinds.map((kind) => [kind.name, { kind, service: service.name }] as const),
    ),
  );
  return store.scopes().flatMap(({ accountId, region, tasks, tags }) =>
    Object.values(tasks).flatMap((task) => {
      const known = kinds.get(task.kind);
      if (!known) return [];
      const { status, message, progress, running } = observe(known.kind.timeline, task, nowMs);
      return {
        id: task.id,
        kind: task.kind,
        service: known.service,
        region,
        accountId,
        status,
        statusMessage: message,
        progress,
        running,
        listed: isListed(task, known.kind, nowMs, settings.recordLifetimeMs),
        tags: Object.fromEntries((tags[task.id] ?? []).map(({ key, value }) => [key, value])),
        startedAt: new Date(task.startedAtMs).toISOString(),
        details: task.details,
      };
    }),
  );
}

/** Every task kind; a new one is a line here. */
import type { TaskKind } from "../lifecycle/kind";
import { exportImageTask as appstreamExportImageTask } from "./appstream/exportImageTask";
import { exportTask } from "./discovery/exportTask";
import { exportImageTask } from "./ec2/exportImageTask";
import { importSnapshotTask } from "./ec2/importSnapshotTask";
import { storeImageTask } from "./ec2/storeImageTask";
import { customImageImport } from "./workspaces/customImageImport";

export const KINDS: readonly TaskKind[] = [
  exportImageTask,
  storeImageTask,
  importSnapshotTask,
  appstreamExportImageTask,
  customImageImport,
  exportTask,
];

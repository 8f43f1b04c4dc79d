import type { Service } from "../../operation";
import { ec2Query } from "../../protocols/ec2Query";
import { imageOperations } from "./imageOperations";
import { exportImageOperations, exportImageTask, taggableExportImageTask } from "./exportImage";
import { taggableImage } from "./images";
import {
  importSnapshotOperations,
  importSnapshotTask,
  taggableImportSnapshotTask,
} from "./importSnapshot";
import { snapshotOperations, taggableSnapshot } from "./snapshots";
import { storeImageOperations, storeImageTask } from "./storeImage";
import { tagOperations } from "./tags";

export const ec2: Service = {
  name: "ec2",
  protocol: ec2Query("2016-11-15"),
  operations: [
    ...exportImageOperations,
    ...storeImageOperations,
    ...importSnapshotOperations,
    ...imageOperations,
    ...snapshotOperations,
    ...tagOperations([
      ...[taggableExportImageTask, taggableImportSnapshotTask],
      ...[taggableImage, taggableSnapshot],
    ]),
  ],
  kinds: [exportImageTask, storeImageTask, importSnapshotTask],
};

import type { Service } from "../../operation";
import { ec2Query } from "../../protocols/ec2Query";
import { exportImageOperations, exportImageTask, taggableExportImageTask } from "./exportImage";
import { describeImages, taggableImage } from "./images";
import { tagOperations } from "./tags";

export const ec2: Service = {
  name: "ec2",
  protocol: ec2Query("2016-11-15"),
  operations: [
    ...exportImageOperations,
    describeImages,
    ...tagOperations([taggableExportImageTask, taggableImage]),
  ],
  kinds: [exportImageTask],
};

import type { importCustomWorkspaceImage } from "../../model/workspacesImageImport";
import type { ValueOf } from "../../model/shapes";
import type { Call } from "../../operation";
import type { TaskRecord } from "../../taskRecord";
import { allTasks, type TaskKind } from "../../tasks";

// Only the words are documented: this is their order in AWS's own model, which reads as a course
// of events.
export const customImageImport: TaskKind = {
  name: "workspaces:CustomImageImport",
  timeline: {
    running: [
      { from: 0, status: "PENDING", message: "The import is queued." },
      { from: 0.03, status: "IN_PROGRESS", message: "The import has begun." },
      { from: 0.06, status: "PROCESSING_SOURCE_IMAGE", message: "Processing the source image." },
      { from: 0.15, status: "IMAGE_TESTING_START", message: "Starting the image tests." },
      { from: 0.2, status: "UPDATING_OPERATING_SYSTEM", message: "Updating Windows." },
      { from: 0.4, status: "IMAGE_COMPATIBILITY_CHECKING", message: "Checking compatibility." },
      { from: 0.5, status: "IMAGE_TESTING_GENERALIZATION", message: "Testing generalization." },
      { from: 0.6, status: "CREATING_TEST_INSTANCE", message: "Creating a test instance." },
      { from: 0.65, status: "INSTALLING_COMPONENTS", message: "Installing components." },
      { from: 0.8, status: "GENERALIZING", message: "Generalizing the image." },
      { from: 0.9, status: "VALIDATING", message: "Validating the image." },
      { from: 0.95, status: "PUBLISHING", message: "Publishing the image." },
    ],
    completed: [{ from: 0, status: "COMPLETED", message: "The image has been imported." }],
    failed: [{ from: 0, status: "ERROR", message: "" }],
  },
};

/** From then on an instance of EC2 Image Builder works on the image. */
export const instanceFrom = 0.06;

export type ImportInput = ValueOf<typeof importCustomWorkspaceImage.input>;

/** What the start was given, but its tags. */
export type ImportTask = TaskRecord<Omit<ImportInput, "Tags">>;

export const importTasks = (call: Call): readonly ImportTask[] =>
  allTasks(call, customImageImport) as readonly ImportTask[];

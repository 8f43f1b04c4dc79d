import type { Service } from "../../operation";
import { json11 } from "../../protocols/json11";
import { importOperations } from "./customImageImport";
import { imageOperations } from "./images";
import { customImageImport } from "./importTask";
import { tagOperations } from "./tags";

export const workspaces: Service = {
  name: "workspaces",
  protocol: json11({ targetPrefix: "WorkspacesService" }),
  operations: [...importOperations, ...imageOperations, ...tagOperations],
  kinds: [customImageImport],
};

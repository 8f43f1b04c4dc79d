import type { Service } from "../../operation";
import { json11 } from "../../protocols/json11";

export const workspaces: Service = {
  name: "workspaces",
  protocol: json11({ targetPrefix: "WorkspacesService" }),
  operations: [],
  kinds: [],
};

import type { Service } from "../../operation";
import { json11 } from "../../protocols/json11";
import { exportImageOperations, exportImageTask } from "./exportImage";

export const appstream: Service = {
  name: "appstream",
  protocol: json11({ targetPrefix: "PhotonAdminProxyService", messageMember: "Message" }),
  operations: exportImageOperations,
  kinds: [exportImageTask],
};

import type { Service } from "../../operation";
import { json11 } from "../../protocols/json11";

export const appstream: Service = {
  name: "appstream",
  protocol: json11({ targetPrefix: "PhotonAdminProxyService" }),
  operations: [],
  kinds: [],
};

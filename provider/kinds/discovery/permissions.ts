/** What IAM has to allow for the Application Discovery kinds; AWS documents no ARNs for it. */
import type { Permissions } from "../../lifecycle/permissions";

export const EXPORT_PERMISSIONS: Permissions = {
  grants: {
    Describe: { need: "read", actions: ["discovery:DescribeExportTasks"] },
    Run: { need: "manage", actions: ["discovery:StartExportTask"] },
  },
};

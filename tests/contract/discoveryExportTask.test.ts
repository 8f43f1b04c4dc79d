import { exportTask } from "../../provider/kinds/discovery/exportTask";
import { contract } from "./suite";

const inputs = { exportDataFormat: ["CSV"] };

describe("discovery.ExportTask", () => {
  contract({
    kind: exportTask,
    inputs,
    replacing: {
      preferences: { ec2RecommendationsPreferences: { enabled: true } },
      filters: [{ name: "agentIds", values: ["o-0123456789abcdef0"], condition: "EQUALS" }],
    },
    recorded: {},
    operations: { start: "StartExportTask", describe: "DescribeExportTasks" },
    other: { ...inputs, preferences: { ec2RecommendationsPreferences: { enabled: true } } },
    proof: "nothing",
    failing: { kind: "fail", statusMessage: "No data to export" },
    reason: "No data to export",
    succeeded: (id) => ({ exportId: id, exportStatus: "SUCCEEDED" }),
  });
});

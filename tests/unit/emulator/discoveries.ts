import { Emulated, callDiscovery, refusal } from "./harness";

interface ExportInfo {
  readonly exportId: string;
  readonly exportStatus: string;
  readonly statusMessage: string;
  readonly configurationsDownloadUrl?: string;
  readonly exportRequestTime: number;
  readonly isTruncated: boolean;
  readonly requestedStartTime?: number;
}

interface Described {
  readonly exportsInfo: readonly ExportInfo[];
  readonly nextToken?: string;
}

interface Where {
  readonly accountId?: string;
  readonly region?: string;
}

/** An emulator with the two calls of Application Discovery. */
export class EmulatedDiscovery extends Emulated {
  async startExport(input: unknown = {}, where: Where = {}): Promise<string> {
    const answer = await callDiscovery(this.emulator.endpoint, "StartExportTask", input, where);
    return String(answer.exportId);
  }

  describeExports(input: unknown = {}, where: Where = {}): Promise<Described> {
    return callDiscovery(this.emulator.endpoint, "DescribeExportTasks", input, where);
  }

  async exportOf(id: string): Promise<ExportInfo> {
    const { exportsInfo } = await this.describeExports({ exportIds: [id] });
    const [info, ...others] = exportsInfo;
    if (!info || others.length > 0) throw new Error(`expected one export ${id}`);
    return info;
  }
}

/** A filter for the data of one agent. */
export const agent = (id = "o-0123456789abcdef0", name = "agentIds", condition = "EQUALS") => [
  { name, values: [id], condition },
];
export const code = async (call: Promise<unknown>) => (await refusal(call)).code;

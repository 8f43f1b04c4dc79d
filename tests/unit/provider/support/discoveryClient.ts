/** The built-in Discovery client and its commands, as the SDK's own have them in their types. */
import * as builtIn from "../../../../provider/aws/discovery/builtIn";

export const credentials = { accessKeyId: "AKID", secretAccessKey: "secret" };

export type Settings = Readonly<Record<string, unknown>>;
export interface Client {
  send(command: object): Promise<Record<string, unknown>>;
  destroy(): void;
}

export const clientWith = (settings: Settings): Client =>
  new builtIn.ApplicationDiscoveryServiceClient({
    ...{ region: "eu-central-1", credentials, maxAttempts: 1, ...settings },
  }) as unknown as Client;

export const command = (name: "StartExportTask" | "DescribeExportTasks", input: object): object => {
  const Command = builtIn[`${name}Command`] as unknown as new (input: object) => object;
  return new Command(input);
};

/**
 * The one place that makes SDK clients. A service's client package is loaded when its first call
 * is made, and kept for the process: clients renew their credentials themselves.
 */
import type { Caller, Service } from "../lifecycle/caller";
import { answerToJson } from "../lifecycle/json";
import type { Aws, AwsRequest, Props } from "../lifecycle/ports";
import { credentialsOf } from "./credentials";
import { loadDiscovery } from "./discovery/load";
import { callError } from "./errors";

interface Client {
  send(command: object, options: { abortSignal?: AbortSignal }): Promise<object>;
}
type Loaded = Readonly<Record<string, unknown>>;
type ClientClass = new (configuration: object) => Client;
type CommandClass = new (input: object) => object;

/** By our name for the service: the package and the name of its client class. */
const SERVICES: Readonly<Record<string, { client: string; load(): Promise<Loaded> }>> = {
  appstream: { client: "AppStreamClient", load: () => import("@aws-sdk/client-appstream") },
  discovery: { client: "ApplicationDiscoveryServiceClient", load: loadDiscovery },
  ec2: { client: "EC2Client", load: () => import("@aws-sdk/client-ec2") },
  sts: { client: "STSClient", load: () => import("@aws-sdk/client-sts") },
  workspaces: { client: "WorkSpacesClient", load: () => import("@aws-sdk/client-workspaces") },
};

/** What AWS's standard settings leave open: without these a dead connection hangs for ever. */
const CONNECT_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 60_000;

/** AWS for one caller; what it leaves open are the SDK's own credential chain and endpoints. */
export class SdkAws implements Aws {
  readonly region: string;
  readonly key: string;
  readonly #caller: Caller;
  readonly #configuration: Readonly<Record<string, unknown>>;
  readonly #clients = new Map<string, Promise<{ client: Client; loaded: Loaded }>>();
  #accountId: Promise<string | undefined> | undefined;

  /** `configuration` goes to every client beside the caller's, as the SDK's clients take it. */
  constructor(caller: Caller, configuration: Readonly<Record<string, unknown>> = {}) {
    this.region = caller.region;
    this.key = keyOf(caller);
    this.#caller = caller;
    const { profile } = caller;
    const credentials = credentialsOf(caller);
    this.#configuration = {
      ...(profile !== undefined && { profile }),
      ...(credentials && { credentials }),
      ...configuration,
    };
  }

  async send(request: AwsRequest, signal?: AbortSignal): Promise<Props> {
    try {
      const { client, loaded } = await this.#client(request.service, request.isOnce === true);
      const Command = loaded[`${request.operation}Command`] as CommandClass;
      const options = signal ? { abortSignal: signal } : {};
      return answerToJson(await client.send(new Command(request.input), options));
    } catch (error) {
      throw callError(error, request.operation);
    }
  }

  /** Asked once; unanswered is asked again the next time. */
  async accountId(): Promise<string | undefined> {
    const request = { service: "sts", operation: "GetCallerIdentity", input: {} };
    this.#accountId ??= this.send(request).then(
      ({ Account }) => (typeof Account === "string" ? Account : undefined),
      () => undefined,
    );
    const account = await this.#accountId;
    if (account === undefined) this.#accountId = undefined;
    return account;
  }

  #client(service: string, isOnce: boolean): Promise<{ client: Client; loaded: Loaded }> {
    const key = isOnce ? `${service} once` : service;
    let made = this.#clients.get(key);
    if (!made) {
      made = this.#make(service, isOnce ? { maxAttempts: 1 } : {});
      this.#clients.set(key, made);
      made.catch(() => this.#clients.delete(key));
    }
    return made;
  }

  async #make(service: string, more: object): Promise<{ client: Client; loaded: Loaded }> {
    const known = SERVICES[service];
    if (!known) throw new Error(`no client for the service ${service}`);
    const loaded = await known.load();
    const ClientOfService = loaded[known.client] as ClientClass;
    const endpoint = this.#caller.endpoints?.[service as Service];
    const client = new ClientOfService({
      region: this.region,
      requestHandler: {
        connectionTimeout: CONNECT_WITHIN_MS,
        requestTimeout: ANSWER_WITHIN_MS,
        throwOnRequestTimeout: true,
      },
      ...(endpoint !== undefined && { endpoint }),
      ...this.#configuration,
      ...more,
    });
    return { client, loaded };
  }
}

/** The same for two callers of whom one can ask for the other. */
export function keyOf({ region, profile, roles = [], endpoints = {} }: Caller): string {
  const places = Object.entries(endpoints).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([region, profile ?? null, roles, places]);
}

/** One AWS for each caller: clients, credentials and what is known of the account are shared. */
export class Callers {
  readonly #known = new Map<string, SdkAws>();

  aws(caller: Caller): Aws {
    const key = keyOf(caller);
    const aws = this.#known.get(key) ?? new SdkAws(caller);
    this.#known.set(key, aws);
    return aws;
  }
}

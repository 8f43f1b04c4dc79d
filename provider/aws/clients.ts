/**
 * The one place that makes SDK clients. A service's client package is loaded when its first call
 * is made, and kept for the process: clients renew their credentials themselves.
 */
import { createHash } from "node:crypto";
import type { Caller, Service } from "../lifecycle/caller";
import { answerToJson } from "../lifecycle/json";
import type { Aws, AwsRequest, Props } from "../lifecycle/ports";
import { Account, gated } from "./accounts";
import { type HandlerOptions, handlerOptions } from "./connection";
import { credentialsOf } from "./credentials";
import { loadDiscovery } from "./discovery/load";
import { callError } from "./errors";
import { profileSettings } from "./profile";

interface Client {
  send(command: object, options: { abortSignal?: AbortSignal }): Promise<object>;
}
type Loaded = Readonly<Record<string, unknown>>;
type ClientClass = new (configuration: object) => Client;
type CommandClass = new (input: object) => object;

/* eslint-disable @typescript-eslint/no-require-imports */
/**
 * By our name for the service: the package and the name of its client class. Not by `import()`: of
 * a CommonJS package it parses every line for its exports before it runs it, in EC2's for as long
 * as all the rest takes.
 */
const SERVICES: Readonly<Record<string, { client: string; load(): unknown }>> = {
  appstream: { client: "AppStreamClient", load: () => require("@aws-sdk/client-appstream") },
  discovery: { client: "ApplicationDiscoveryServiceClient", load: loadDiscovery },
  ec2: { client: "EC2Client", load: () => require("@aws-sdk/client-ec2") },
  sts: { client: "STSClient", load: () => require("@aws-sdk/client-sts") },
  workspaces: { client: "WorkSpacesClient", load: () => require("@aws-sdk/client-workspaces") },
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** AWS for one caller; what it leaves open the environment and the shared files say. */
export class SdkAws implements Aws {
  readonly region: string;
  readonly key: string;
  readonly #caller: Caller;
  readonly #configuration: Readonly<Record<string, unknown>>;
  readonly #clients = new Map<string, Promise<{ client: Client; loaded: Loaded }>>();
  readonly #account: Account;
  #handler: Promise<HandlerOptions> | undefined;

  /**
   * `configuration` goes to every client before the caller's, as the SDK's clients take it: a seam
   * for tests; `account` is that of the caller's credentials, whatever else calls with them.
   */
  constructor(
    caller: Caller,
    configuration: Readonly<Record<string, unknown>> = {},
    account = new Account(),
  ) {
    this.region = caller.region;
    this.key = keyOf(caller);
    this.#caller = caller;
    this.#account = account;
    const { profile } = caller;
    this.#configuration = {
      ...(profile !== undefined && { profile }),
      credentials: credentialsOf(caller, () => this.#connect()),
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
      throw callError(error, request.operation, secretsOf(this.#caller));
    }
  }

  accountId(): Promise<string | undefined> {
    return this.#account.id(this);
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
    const loaded = (await known.load()) as Loaded;
    const ClientOfService = loaded[known.client] as ClientClass;
    const { connection = {}, endpoints = {} } = this.#caller;
    const { stsRegion, useFipsEndpoint, useDualstackEndpoint, maxRetries, retryMode } = connection;
    const endpoint = endpoints[service as Service];
    const client = new ClientOfService({
      region: service === "sts" ? (stsRegion ?? this.region) : this.region,
      requestHandler: await this.#connect(),
      ...(await profileSettings(this.#caller, service as Service)),
      ...(endpoint !== undefined && { endpoint }),
      ...(useFipsEndpoint !== undefined && { useFipsEndpoint }),
      ...(useDualstackEndpoint !== undefined && { useDualstackEndpoint }),
      ...(maxRetries && { maxAttempts: maxRetries }),
      ...(retryMode !== undefined && { retryMode }),
      ...this.#configuration,
      ...more,
    });
    return { client, loaded };
  }

  /** One for all clients, unless that failed. */
  #connect(): Promise<HandlerOptions> {
    this.#handler ??= handlerOptions(this.#caller.connection).catch((error: unknown) => {
      this.#handler = undefined;
      throw error;
    });
    return this.#handler;
  }
}

/** What AWS's words must not repeat, as a refused signature's do. */
function secretsOf({ keys, webIdentity }: Caller): readonly string[] {
  const all = [...Object.values(keys ?? {}), webIdentity?.webIdentityToken];
  return all.filter((one) => one !== undefined);
}

/** The same for two callers of whom one can ask for the other. */
export function keyOf(caller: Caller): string {
  const { region, profile, keys, webIdentity, roles = [], endpoints = {} } = caller;
  const { connection = {}, accounts } = caller;
  const sorted = (map: object) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = [
    ...[region, profile, keys, webIdentity, roles],
    ...[sorted(endpoints), sorted(connection), accounts],
  ];
  // There are secrets in it.
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}

/** One AWS for each caller: clients, credentials and what is known of the account are shared. */
export class Callers {
  readonly #known = new Map<string, Aws>();
  readonly #accounts = new Map<string, Account>();

  aws(caller: Caller): Aws {
    const key = keyOf(caller);
    const aws = this.#known.get(key) ?? this.#made(caller);
    this.#known.set(key, aws);
    return aws;
  }

  #made(caller: Caller): Aws {
    const { accounts, endpoints = {} } = caller;
    const { sts } = endpoints;
    // The same credentials in another Region are of the same account.
    const who = keyOf({ ...caller, region: "", endpoints: sts === undefined ? {} : { sts } });
    const account = this.#accounts.get(who) ?? new Account();
    this.#accounts.set(who, account);
    const aws = new SdkAws(caller, {}, account);
    return accounts ? gated(aws, () => accounts) : aws;
  }
}

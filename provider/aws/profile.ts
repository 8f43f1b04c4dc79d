/** What the shared files say of a profile, read by the SDK: it does not use all of it by itself. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Caller, Service } from "../lifecycle/caller";
import type { Connection } from "../lifecycle/configured";
import { expanded, profileIn } from "./sharedFiles";

type Section = Readonly<Record<string, string | undefined>>;

/** In the SDK's words; absent where it finds them by itself. */
export interface Filepaths {
  readonly configFilepath?: string;
  readonly filepath?: string;
}

export async function filepathsOf(connection: Connection = {}): Promise<Filepaths> {
  const { sharedConfigFiles = [], sharedCredentialsFiles = [] } = connection;
  const configFilepath = await onePath(sharedConfigFiles);
  const filepath = await onePath(sharedCredentialsFiles);
  return {
    ...(configFilepath !== undefined && { configFilepath }),
    ...(filepath !== undefined && { filepath }),
  };
}

/** The SDK takes one: of several it is given all that they say, later ones going before. */
async function onePath(files: readonly string[]): Promise<string | undefined> {
  const all = files.map((file) => expanded(file));
  if (all.length < 2) return all[0];
  const { externalDataInterceptor } = await import("@smithy/core/config");
  const name = all.join(path.delimiter);
  const texts = all.map((file) => readFile(file, "utf8").catch(() => ""));
  externalDataInterceptor.interceptFile(name, (await Promise.all(texts)).join("\n"));
  return name;
}

/** All profiles, and the sections for services. */
async function profilesIn(filepaths: Filepaths) {
  const { loadSharedConfigFiles } = await import("@smithy/core/config");
  const { configFile, credentialsFile } = await loadSharedConfigFiles(filepaths);
  const profile = (name: string): Section | undefined => {
    const both = [configFile[name], credentialsFile[name]];
    return both.some(Boolean) ? Object.assign({}, ...both) : undefined;
  };
  const services = (name: string): Section => configFile[`services.${name}`] ?? {};
  return { profile, services };
}

/** AWS's names of the services in variables and in the shared files. */
const SERVICE_IDS: Readonly<Record<Service, string>> = {
  appstream: "appstream",
  discovery: "application_discovery_service",
  ec2: "ec2",
  sts: "sts",
  workspaces: "workspaces",
};

/**
 * What the caller's profile says of how a service is called. Of a profile or a file that it is given
 * the SDK does not use all; undefined: it does, of its own.
 */
export async function profileSettings({ profile, connection }: Caller, service: Service) {
  const filepaths = await filepathsOf(connection);
  const name = profile ?? profileIn();
  const isOwn = Object.keys(filepaths).length > 0 || name !== process.env.AWS_PROFILE;
  if (!isOwn) return {};
  const profiles = await profilesIn(filepaths);
  const section = profiles.profile(name ?? "default") ?? {};
  const id = SERVICE_IDS[service];
  const services = section.services === undefined ? {} : profiles.services(section.services);
  const isSaid = ["AWS_ENDPOINT_URL", `AWS_ENDPOINT_URL_${id.toUpperCase()}`].some(
    (name) => process.env[name],
  );
  const isIgnored = process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === "true";
  const endpoint = services[`${id}.endpoint_url`] ?? section.endpoint_url;
  const { use_fips_endpoint: fips, use_dualstack_endpoint: dualstack } = section;
  return {
    ...(endpoint !== undefined && !isSaid && !isIgnored && { endpoint }),
    ...(fips !== undefined && { useFipsEndpoint: fips === "true" }),
    ...(dualstack !== undefined && { useDualstackEndpoint: dualstack === "true" }),
  };
}

/** Throws unless the shared files have that profile: the SDK would go on to whatever else there is. */
export async function mustExist(profile: string, filepaths: Filepaths): Promise<void> {
  const profiles = await profilesIn(filepaths);
  if (!profiles.profile(profile)) {
    throw noCredentials(
      `the shared files have no profile "${profile}", which the environment names`,
    );
  }
}

/**
 * Of files that are not its own the SDK takes an SSO profile only if it is asked for that; of one
 * that others take their credentials from it would take that of its own files.
 */
export async function isSsoElsewhere(profile: string, filepaths: Filepaths): Promise<boolean> {
  if (Object.keys(filepaths).length === 0) return false;
  const profiles = await profilesIn(filepaths);
  const isSso = (name: string) => {
    const { sso_session, sso_account_id, aws_access_key_id } = profiles.profile(name) ?? {};
    return aws_access_key_id === undefined && (sso_session ?? sso_account_id) !== undefined;
  };
  const seen = new Set([profile]);
  for (let source = profiles.profile(profile)?.source_profile; source && !seen.has(source);) {
    if (isSso(source)) {
      const text = `profile "${profile}" takes its credentials from the SSO profile "${source}"`;
      throw noCredentials(
        `${text}, which is not honoured of aws:sharedConfigFiles: use aws:assumeRole with that ` +
          "profile, or the variable AWS_CONFIG_FILE",
      );
    }
    seen.add(source);
    source = profiles.profile(source)?.source_profile;
  }
  return profiles.profile(profile)?.role_arn === undefined && isSso(profile);
}

function noCredentials(text: string): Error {
  return Object.assign(new Error(text), { name: "CredentialsProviderError" });
}

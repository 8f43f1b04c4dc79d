import { serviceInScope } from "./caller";
import type { Service } from "./operation";
import type { WireRequest } from "./protocols/protocol";
import { parameters } from "./protocols/queryTree";

export interface Target {
  readonly service: Service;
  readonly operation: string;
}

/** Finds out which service is meant: by version or target, else by what it was signed for. */
export function route(request: WireRequest, services: readonly Service[]): Target {
  for (const service of services) {
    const operation = service.protocol.operationOf(request);
    if (operation !== undefined) return { service, operation: operation || "unknown" };
  }
  const scope = serviceInScope(request);
  const service = services.find(({ name }) => name === scope) ?? services[0];
  if (!service) throw new Error("an emulator needs a service");
  const target = (request.headers["x-amz-target"] ?? "").split(".")[1];
  return { service, operation: target ?? parameters(request).get("Action") ?? "unknown" };
}

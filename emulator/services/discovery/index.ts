import type { Service } from "../../operation";
import { json11 } from "../../protocols/json11";
import { exportTask, exportTaskOperations } from "./exportTask";

export const discovery: Service = {
  name: "discovery",
  protocol: json11({
    targetPrefix: "AWSPoseidonService_V2015_11_01",
    validationCode: "InvalidParameterException",
    deniedCode: "AuthorizationErrorException",
    internalCode: "ServerInternalErrorException",
  }),
  operations: exportTaskOperations,
  kinds: [exportTask],
};

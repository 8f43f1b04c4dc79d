import type { Service } from "../operation";
import { appstream } from "./appstream";
import { discovery } from "./discovery";
import { ec2 } from "./ec2";
import { sts } from "./sts";
import { workspaces } from "./workspaces";

/** A new service is a line here. */
export const services: readonly Service[] = [ec2, appstream, workspaces, discovery, sts];

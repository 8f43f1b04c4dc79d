/** What AppStream's refusals and the reasons of its failed exports mean, as far as documented. */
import type { Cause } from "../../lifecycle/kind";

const ROLE =
  "Check iamRoleArn: the role must exist, trust appstream.amazonaws.com, and may copy and " +
  "describe images and create tags; whoever runs Pulumi needs iam:PassRole for it.";

const NAME_TAKEN = "An AMI's name is unique in its account and Region: change amiName.";

/**
 * https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateExportImageTask.html, and
 * for the AMI https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const EXPORT_REMEDIES: Readonly<Record<string, string>> = {
  InvalidRoleException: ROLE,
  ResourceNotFoundException: "Check imageName and the Region: the image must exist.",
  ResourceNotAvailableException: "The image must be available and your own.",
  LimitExceededException: "AWS's limit of image exports is reached: try again when one has ended.",
  ConcurrentModificationException: "Try again in a few minutes.",
  InvalidAccountStatusException: "AWS has suspended this account for AppStream: ask AWS Support.",
  "InvalidAMIName.Duplicate": NAME_TAKEN,
};

/** AWS documents no codes of `errorDetails`: the rules of the start, by their words. */
export const EXPORT_CAUSES: readonly Cause[] = [
  { says: /\brole\b|not authorized|access ?denied|\bUnauthorizedOperation\b/i, remedy: ROLE },
  {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deregistration-protection.html
    says: /deregistration.?protect/i,
    remedy:
      "The AMI is protected: turn its deregistration protection off first; one with a cooldown " +
      "holds 24 hours longer.",
  },
  { says: /\bname\b.*(already|in use|exists|duplicate)|\bnamed\b.*already/i, remedy: NAME_TAKEN },
];

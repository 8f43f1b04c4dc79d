/** What WorkSpaces' refusals and the reasons of its failed imports mean, as far as documented. */
type Remedies = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/workspaces/latest/api/API_ImportCustomWorkspaceImage.html */
const CALLS: Remedies = {
  ResourceLimitExceededException:
    "This Region's quota of WorkSpaces images is used up: delete an image or raise the quota.",
  ResourceNotFoundException:
    "Check imageSource, infrastructureConfigurationArn and the Region: what they name must exist.",
  ResourceAlreadyExistsException: "An image of that name exists: change imageName.",
  ResourceAssociatedException:
    "The image is in use: detach it from its bundles and shares first, then try again.",
  InvalidResourceStateException:
    "The image can't be deleted in its present state: try again when its import has ended.",
  // https://docs.aws.amazon.com/workspaces/latest/adminguide/byol-windows-images.html
  OperationNotSupportedException:
    "Check whether this account may bring its own images (BYOL): it is enabled in the account " +
    "settings of the WorkSpaces console.",
};

const ACCOUNT =
  "The source needs its local account WorkSpaces_BYOL, and it must be enabled; so must BYOL be " +
  "for the AWS account.";
const ONE_DRIVE = "Remove all drives from the source but C:, virtual and network drives too.";

/**
 * The codes of an image's ErrorDetails (WorkspaceImageErrorDetailCode), and what AWS says of them:
 * https://docs.aws.amazon.com/workspaces/latest/adminguide/windows-images-common-errors.html
 */
const IMAGES: Remedies = {
  AdditionalDrivesAttached: ONE_DRIVE,
  AdditionalDrivesPresent: ONE_DRIVE,
  AntiVirusInstalled: "Uninstall the antivirus software from the source.",
  AutoLogonEnabled: "Turn automatic logon off in the source.",
  AutoMountDisabled: "Turn automounting on in the source (diskpart: automount enable).",
  AzureDomainJoined: "Take the source out of its Azure domain.",
  DHCPDisabled: "Let the source's network interface have its address by DHCP.",
  DiskFreeSpace: "Free at least 20 GB of the source's disk.",
  DiskSizeExceeded: "The source's disk must be smaller than 80 GB.",
  DomainJoined: "Take the source out of its Active Directory domain.",
  FirewallEnabled: "Turn the Windows firewall off for the public profile.",
  IncompatiblePartitioning:
    "The disk must have one partition, with MBR for Windows 10 and with GPT for Windows 11.",
  InPlaceUpgrade:
    "Install Windows afresh: a source that was upgraded from a version can't be used.",
  MemoryIntegrityIncompatibility: "Turn Credential Guard's UEFI lock off in the source.",
  MultipleBootPartition: "Leave one bootable partition on the source's disk.",
  OfficeInstalled: "Uninstall Office from the source; Microsoft 365 alone may stay.",
  OSNotSupported: "The source must run Windows 10 or Windows 11.",
  PCoIPAgentInstalled: "Uninstall the PCoIP agent from the source.",
  PendingReboot: "Install all updates in the source and restart it.",
  ProtocolOSIncompatibility: "The source's system does not go with this protocol: change protocol.",
  RealTimeUniversalDisabled: "Set the registry key RealTimeIsUniversal in the source.",
  Requires64BitOS: "The source must run a 64-bit system.",
  ReservedStorageInUse:
    "Install all updates, then turn Windows' reserved storage off in the source.",
  RestrictedDriveLetterInUse: "Leave the drive letter D: free in the source.",
  UEFINotSupported: "Windows 10 must boot by legacy BIOS.",
  VMWareToolsInstalled: "Uninstall VMware Tools from the source.",
  WindowsUpdatesEnabled: "Turn the Windows Update service off in the source.",
  WorkspacesBYOLAccountDisabled: ACCOUNT,
  WorkspacesBYOLAccountNotFound: ACCOUNT,
};

export const IMPORT_REMEDIES: Remedies = { ...CALLS, ...IMAGES };

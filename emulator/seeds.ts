/**
 * What is known of an AMI. Without one, every well-formed image id exists, is available and
 * belongs to the caller.
 *
 * @example
 * const missing: ImageSeed = { imageId: "ami-00000000000000001", missing: true };
 */
export interface ImageSeed {
  /** `ami-` and 8 or 17 hexadecimal digits in lower case. */
  readonly imageId: string;
  /** The AMI does not exist: false unless given. */
  readonly missing?: boolean;
  /** Exports of it are refused with this error, such as `NotExportable`; with none unless given. */
  readonly exportError?: { readonly code: string; readonly message: string };
  /** Any text; the AMI's id unless given. */
  readonly name?: string;
  /** Any word; `available`, without which nothing can be made of the AMI, unless given. */
  readonly state?: string;
  /**
   * Twelve digits; the caller's account unless given. Another's AMI is shared with the caller: it
   * can be stored, but neither exported nor deregistered.
   */
  readonly ownerId?: string;
  /** `snap-` and 8 or 17 digits each; one, with the digits of the AMI's id, unless given. */
  readonly snapshotIds?: readonly string[];
}

/**
 * What is known of an AppStream image. Without one, every well-formed name exists and is available.
 *
 * @example
 * const missing: AppStreamImageSeed = { name: "golden", missing: true };
 */
export interface AppStreamImageSeed {
  /** Letters, digits and `_.-`, at most 101, the first a letter or a digit. */
  readonly name: string;
  /** The image does not exist: false unless given. */
  readonly missing?: boolean;
  /** Exports of it are refused with this error, such as `ResourceNotAvailableException`. */
  readonly exportError?: { readonly code: string; readonly message: string };
}

/**
 * What is known of a WorkSpaces image: of one that exists without an import, or, by its id, how an
 * imported one differs from what its import has made. An image that was deleted in a Region stays
 * so there.
 *
 * @example
 * const inUse: WorkspaceImageSeed = { imageId: "wsi-123456789", name: "golden", associated: true };
 */
export interface WorkspaceImageSeed {
  /** `wsi-` and 9 to 63 digits and letters in lower case. */
  readonly imageId: string;
  /** The image does not exist; the record of its import stays. False unless given. */
  readonly missing?: boolean;
  /** A bundle uses it: it can't be deleted. False unless given. */
  readonly associated?: boolean;
  /** 1 to 64 letters, digits and `_./()\-`, no blank; the image's id unless given. */
  readonly name?: string;
  /** 1 to 256 letters, digits, blanks and `_./()-`; `A WorkSpaces image` unless given. */
  readonly description?: string;
  /** `AVAILABLE` unless given. */
  readonly state?: "PENDING" | "AVAILABLE" | "ERROR";
  /** Shown in whatever state; none unless given. */
  readonly errorCode?: string;
  /** As `errorCode`. */
  readonly errorMessage?: string;
  /**
   * Twelve digits; the caller's account unless given. Another account's image is `SHARED`, and the
   * caller can't delete it.
   */
  readonly ownerAccountId?: string;
  /** What AWS says of an update that is available for it; none unless given. */
  readonly update?: string;
}

/** When that was made of which nothing tells when. */
export const seededAtMs = Date.UTC(2026, 0, 1);

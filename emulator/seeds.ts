/**
 * What is known of an AppStream image. Without one, every well-formed name exists and is available.
 *
 * @example
 * const missing: AppStreamImageSeed = { name: "golden", missing: true };
 */
export interface AppStreamImageSeed {
  readonly name: string;
  /** The image does not exist. */
  readonly missing?: boolean;
  /** Exports of it are refused with this error, such as `ResourceNotAvailableException`. */
  readonly exportError?: { readonly code: string; readonly message: string };
}

/**
 * What is known of a WorkSpaces image: of one that exists without an import, or, by its id, how an
 * imported one differs from what its import has made.
 *
 * @example
 * const inUse: WorkspaceImageSeed = { imageId: "wsi-123456789", name: "golden", associated: true };
 */
export interface WorkspaceImageSeed {
  readonly imageId: string;
  /** The image does not exist; the record of its import stays. */
  readonly missing?: boolean;
  /** A bundle uses it: it can't be deleted. */
  readonly associated?: boolean;
  readonly name?: string;
  readonly description?: string;
  readonly state?: "PENDING" | "AVAILABLE" | "ERROR";
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** The caller unless given; another account's image is `SHARED`. */
  readonly ownerAccountId?: string;
  /** What AWS says of an update that is available for it. */
  readonly update?: string;
}

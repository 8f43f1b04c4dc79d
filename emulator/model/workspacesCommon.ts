import { list, required, string, structure } from "./shapes";

/** Members that several WorkSpaces operations share. */
export const imageId = string({ pattern: /wsi-[0-9a-z]{9,63}$/, role: "id" });

export const accountId = string({ pattern: /^\d{12}$/ });

export const imageName = string({
  minLength: 1,
  maxLength: 64,
  pattern: /^[a-zA-Z0-9_./()\\-]+$/,
});

export const imageDescription = string({
  minLength: 1,
  maxLength: 256,
  pattern: /^[a-zA-Z0-9_./() -]+$/,
});

export const tag = structure({
  Key: required(string({ minLength: 1, maxLength: 127 })),
  Value: string({ maxLength: 255 }),
});

export const tagList = list(tag, { role: "tags" });

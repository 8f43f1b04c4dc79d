/** Rules that operations of several services share. */
import type { StringField } from "../lifecycle/validate";

export const TIME: StringField = {
  type: "string",
  isTime: true,
  pattern: /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/,
  form: 'be a time as ISO 8601 with its zone, such as "2026-01-31T08:00:00Z"',
};

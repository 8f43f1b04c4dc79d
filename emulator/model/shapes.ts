/** The notation in which the model files say what an operation takes and gives. */
export type Shape =
  StringShape | NumberShape | BooleanShape | TimestampShape | ListShape | MapShape | StructureShape;

interface Common {
  /** The name on the wire where it is not the protocol's default for this member. */
  readonly wire?: string;
  readonly required?: boolean;
  /** `id`: names a thing, so the log and the fault rules see it; `tags`: carries tags. */
  readonly role?: "id" | "tags";
}

export interface StringShape<T extends string = string> extends Common {
  readonly type: "string";
  readonly enum?: readonly T[];
  readonly pattern?: RegExp;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface NumberShape extends Common {
  readonly type: "integer" | "double";
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape extends Common {
  readonly type: "boolean";
}

/** In our values: milliseconds since 1970. Each protocol writes its own form. */
export interface TimestampShape extends Common {
  readonly type: "timestamp";
}

export interface ListShape<I extends Shape = Shape> extends Common {
  readonly type: "list";
  readonly item: I;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface MapShape extends Common {
  readonly type: "map";
  readonly key: StringShape;
  readonly item: StringShape;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export type Members = Readonly<Record<string, Shape>>;

export interface StructureShape<M extends Members = Members> extends Common {
  readonly type: "structure";
  readonly members: M;
  /** Members that may not be given together. */
  readonly exclusive?: readonly (readonly string[])[];
  /** A union: one member and no other. */
  readonly exactlyOne?: boolean;
}

export interface OperationModel<
  I extends StructureShape = StructureShape,
  O extends StructureShape | undefined = StructureShape | undefined,
> {
  readonly name: string;
  readonly input: I;
  /** Absent: the operation answers with success and nothing else. */
  readonly output: O;
  /** Requests for it are not signed: the caller proves by the input who he is. */
  readonly isUnsigned?: true;
}

type RequiredKeys<M> = { [K in keyof M]: M[K] extends { required: true } ? K : never }[keyof M];

type StructureValue<M> = { readonly [K in RequiredKeys<M>]: ValueOf<M[K]> } & {
  readonly [K in Exclude<keyof M, RequiredKeys<M>>]?: ValueOf<M[K]> | undefined;
};

/** The TypeScript type of the values that a shape describes. */
export type ValueOf<S> =
  S extends StructureShape<infer M>
    ? StructureValue<M>
    : S extends ListShape<infer I>
      ? readonly ValueOf<I>[]
      : S extends StringShape<infer T>
        ? T
        : S extends NumberShape | TimestampShape
          ? number
          : S extends BooleanShape
            ? boolean
            : S extends MapShape
              ? Readonly<Record<string, string>>
              : undefined;

type Rules<S> = Omit<S, "type" | "item" | "key" | "members" | "required">;

export const string = (rules: Rules<StringShape> = {}): StringShape => ({
  type: "string",
  ...rules,
});

export const oneOf = <const T extends string>(...values: readonly T[]): StringShape<T> => ({
  type: "string",
  enum: values,
});

export const integer = (rules: Rules<NumberShape> = {}): NumberShape => ({
  type: "integer",
  ...rules,
});

export const double = (rules: Rules<NumberShape> = {}): NumberShape => ({
  type: "double",
  ...rules,
});

export const boolean = (): BooleanShape => ({ type: "boolean" });

export const timestamp = (): TimestampShape => ({ type: "timestamp" });

export const list = <I extends Shape>(item: I, rules: Rules<ListShape<I>> = {}): ListShape<I> => ({
  type: "list",
  item,
  ...rules,
});

export const map = (
  key: StringShape,
  item: StringShape,
  rules: Rules<MapShape> = {},
): MapShape => ({ type: "map", key, item, ...rules });

export const structure = <M extends Members>(
  members: M,
  rules: Rules<StructureShape<M>> = {},
): StructureShape<M> => ({ type: "structure", members, ...rules });

export const required = <S extends Shape>(shape: S): S & { required: true } => ({
  ...shape,
  required: true,
});

/** The same shape under another wire name. */
export const named = <S extends Shape>(wire: string, shape: S): S => ({ ...shape, wire });

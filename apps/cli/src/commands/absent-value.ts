/** How a flag says that its setting is to be absent, which is null in the configuration file. */
export type Absent = "none";

/** A parser of a flag that also takes `none`. It stays a word here, as commander makes an empty text of null. */
export function orNone<Value>(parse: (text: string) => Value): (text: string) => Value | Absent {
  return (text) => (text === "none" ? text : parse(text));
}

/** The value, or null for `none`. */
export function nullIfNone<Value>(value: Value): Exclude<Value, Absent> | null {
  return value === "none" ? null : (value as Exclude<Value, Absent>);
}

/**
 * The values of a record in the order of the columns, `undefined` for missing ones.
 *
 * @throws {TypeError} When the record has a field that is no column.
 */
export function fieldsOf(record: object, columns: readonly string[]): readonly unknown[] {
  const fields = record as Readonly<Record<string, unknown>>;
  const other = Object.keys(fields).find((name) => !columns.includes(name));
  if (other === undefined) return columns.map((name) => fields[name]);
  throw new TypeError(
    `Expected records of the columns ${columns.join(", ")}, got one with "${other}" too: name all columns.`,
  );
}

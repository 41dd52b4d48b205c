import type { CatalogueColumn } from "../inspect-table.ts";

/** The bytes of an id in PostgreSQL's binary format. */
export type IdEncoding = (id: string) => Uint8Array;

const encodings: Readonly<Record<string, IdEncoding>> = {
  text: (id) => Buffer.from(id, "utf8"),
  varchar: (id) => Buffer.from(id, "utf8"),
  bpchar: (id) => Buffer.from(id, "utf8"),
  citext: (id) => Buffer.from(id, "utf8"),
  uuid: (id) => Buffer.from(id.replaceAll("-", ""), "hex"),
  int2: (id) => integer(id, 2),
  int4: (id) => integer(id, 4),
  int8: (id) => integer(id, 8),
};

/** How ids of a column's type are sent; undefined for a type that is not known. */
export function findIdEncoding({ typeName }: CatalogueColumn): IdEncoding | undefined {
  return Object.hasOwn(encodings, typeName) ? encodings[typeName] : undefined;
}

/** Names of the types whose ids can be sent, for messages. */
export const idTypes = Object.keys(encodings).join(", ");

function integer(id: string, bytes: 2 | 4 | 8): Uint8Array {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(BigInt(id));
  return buffer.subarray(8 - bytes);
}

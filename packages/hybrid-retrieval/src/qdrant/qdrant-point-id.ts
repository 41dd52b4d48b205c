import { createHash } from "node:crypto";

/** RFC 9562's namespace for object identifiers, 6ba7b812-9dad-11d1-80b4-00c04fd430c8. */
const namespace = Buffer.from("6ba7b8129dad11d180b400c04fd430c8", "hex");

/**
 * Id of a product's point. Qdrant's ids are integers or UUIDs, product ids are text; this is the UUIDv5
 * of the product id (UTF-8) in RFC 9562's namespace for OIDs, so writing again replaces the same point.
 * In Python it is `str(uuid.uuid5(uuid.NAMESPACE_OID, product_id))`.
 *
 * @param docId The product id.
 * @see RFC 9562, section 5.5
 * @example
 * qdrantPointId("p1"); // "7415ef9a-0b18-5178-84e5-01567450f0f2"
 * await client.delete("products", { points: [qdrantPointId("p1")] });
 */
export function qdrantPointId(docId: string): string {
  const bytes = createHash("sha1").update(namespace).update(docId, "utf8").digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50; // version 5
  bytes[8] = (bytes[8]! & 0x3f) | 0x80; // variant
  const hex = bytes.toString("hex", 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-");
}

import { randomBytes } from "node:crypto";
import type { Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames } from "../table-names.ts";

/** A new name for a column or an index. */
export interface Rename {
  /** What is renamed. */
  readonly kind: "column" | "index";
  /** Its name now. */
  readonly from: string;
  /** Its name then. */
  readonly to: string;
}

/** Renames in one round trip, because a lock is held meanwhile. */
export async function renameTogether(
  session: Session,
  names: ResolvedTableNames,
  renames: readonly Rename[],
): Promise<void> {
  const statements = renames.map(({ kind, from, to }) => {
    const [old, fresh] = [quoteIdentifier(from), quoteIdentifier(to)];
    if (kind === "column") return `ALTER TABLE ${names.quoted} RENAME ${old} TO ${fresh};`;
    return `ALTER INDEX ${quoteIdentifier(names.schema)}.${old} RENAME TO ${fresh};`;
  });
  const tag = `$searchfit_${randomBytes(8).toString("hex")}$`; // occurs in no name
  await session.query(`DO ${tag} BEGIN ${statements.join(" ")} END ${tag}`);
}

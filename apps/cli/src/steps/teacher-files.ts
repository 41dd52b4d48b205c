import { join } from "node:path";
import {
  productText,
  readJsonLines,
  writeJsonLines,
  type Product,
} from "@searchfit/retrieval-dataset";
import { teacherFile, type TeacherLine } from "./teacher-rankings.ts";

/** Files of a teacher's rankings that the trainer reads. */
export interface TeacherListFiles {
  /** JSON lines: anchor, kind, documents, scores. */
  readonly listsFile: string;
  /** JSON lines: _id, text. */
  readonly corpusFile: string;
}

/**
 * Writes a teacher's rankings for the trainer: once with the products' texts and, where titles are trained too,
 * once with the titles, under the same scores.
 *
 * @param folder The experiment folder.
 * @param workFolder Where the files go.
 * @param products The catalogue.
 * @param kinds What is trained.
 */
export async function writeTeacherFiles(
  folder: string,
  workFolder: string,
  { products, kinds }: { readonly products: readonly Product[]; readonly kinds: readonly string[] },
): Promise<TeacherListFiles> {
  const lines = await readJsonLines<TeacherLine>(join(folder, teacherFile));
  const used = new Set(lines.flatMap((line) => line.documents));
  const chosen = products.filter((product) => used.has(product.id));
  const files = {
    listsFile: join(workFolder, "trainer", "teacher.jsonl"),
    corpusFile: join(workFolder, "trainer", "teacher.corpus.jsonl"),
  };
  const idOf = (kind: string, id: string) => `${kind}:${id}`;
  await writeJsonLines(
    files.listsFile,
    kinds.flatMap((kind) =>
      lines.map(({ query, documents, scores }) => ({
        anchor: query,
        kind,
        documents: documents.map((id) => idOf(kind, id)),
        scores,
      })),
    ),
  );
  await writeJsonLines(
    files.corpusFile,
    kinds.flatMap((kind) =>
      chosen.map((product) => ({
        _id: idOf(kind, product.id),
        text: kind === "title" ? product.title : productText(product),
      })),
    ),
  );
  return files;
}

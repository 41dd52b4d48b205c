import { readFile, stat } from "node:fs/promises";

const mostMiB = 256;

/**
 * The text of a PDF document, its pages as paragraphs; "" where there is none, as in scanned pages.
 * Nothing in it is run.
 *
 * @throws {Error} When it is damaged, protected by a password, or larger than 256 MiB.
 * @example
 * await pdfText("policies/leave.pdf"); // "Sick leave\nTell your manager by nine.\n\nPage two."
 */
export async function pdfText(path: string): Promise<string> {
  if ((await stat(path)).size > mostMiB * 2 ** 20)
    throw new Error(`expected a PDF document of at most ${mostMiB} MiB, got a larger one.`);
  const { extractText, getDocumentProxy } = await import("unpdf"); // 1.7 MB that few need
  try {
    const document = await getDocumentProxy(new Uint8Array(await readFile(path)), { verbosity: 0 });
    const { text } = await extractText(document, { mergePages: false });
    return text.join("\n\n");
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`expected a PDF document that can be read, got one with: ${message}`, {
      cause: error,
    });
  }
}

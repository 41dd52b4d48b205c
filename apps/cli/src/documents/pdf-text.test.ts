import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDocuments } from "@searchfit/retrieval-dataset";
import { afterAll, expect, it } from "vitest";
import { documentReading } from "./document-reading.ts";
import { pdfText } from "./pdf-text.ts";

const folder = mkdtempSync(join(tmpdir(), "pdf-text-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A PDF document with lines of text on its pages. */
function pdfOf(pages: readonly (readonly string[])[]): string {
  const font = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 612 792]";
  const shown = pages.map((lines) => {
    const text = lines.map((line) => `(${line}) Tj`).join(" T* ");
    return `BT /F1 12 Tf 72 720 Td 16 TL ${text} ET`;
  });
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${pages.map((_, page) => `${5 + 2 * page} 0 R`).join(" ")}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...shown.flatMap((text, page) => [
      `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
      `<< /Type /Page /Parent 2 0 R /Contents ${4 + 2 * page} 0 R ${font} >>`,
    ]),
  ];
  let file = "%PDF-1.4\n";
  const places = objects.map((object, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join("")}`;
  return `${file}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
}

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it("gives the text of a PDF document, page by page", async () => {
  const path = write(
    "leave.pdf",
    pdfOf([["Sick leave", "Tell your manager by nine."], ["Page 2"]]),
  );
  expect(await pdfText(path)).toBe("Sick leave\nTell your manager by nine.\n\nPage 2");
});

it("says what is wrong with one that cannot be read", async () => {
  const damaged = write("damaged.bin", "%PDF-1.7\n");
  await expect(pdfText(damaged)).rejects.toThrow(
    "expected a PDF document that can be read, got one with: Invalid PDF structure.",
  );
});

it("lets folders have PDF documents, and tells of those without text", async () => {
  write("scan.pdf", pdfOf([[]]));
  write("notes.odt", "…");
  const told: string[] = [];
  const chunks = await readDocuments(
    folder,
    documentReading((text) => told.push(text)),
  );
  expect(chunks.map(({ id, title }) => [id, title])).toEqual([["leave.pdf#1", "leave.pdf"]]);
  expect(chunks[0]?.searchable_content).toContain("Tell your manager");
  expect(told).toEqual([
    "damaged.bin is left out: only Markdown, text, HTML and PDF are read.",
    "notes.odt is left out: only Markdown, text, HTML and PDF are read.",
    "scan.pdf has no text (pages that were scanned?): it is left out.",
  ]);
});

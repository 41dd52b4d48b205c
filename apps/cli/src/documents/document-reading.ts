import type { ReadDocumentsOptions } from "@searchfit/retrieval-dataset";
import { pdfText } from "./pdf-text.ts";

/**
 * How folders of documents are read: Markdown, text, HTML and PDF.
 *
 * @param warn Told of each document that is left out.
 */
export function documentReading(warn: (text: string) => void): ReadDocumentsOptions {
  return {
    extract: new Map([[".pdf", pdfText]]),
    onSkip: (path) => {
      warn(`${path} is left out: only Markdown, text, HTML and PDF are read.`);
    },
    onEmpty: (path) => {
      warn(`${path} has no text (pages that were scanned?): it is left out.`);
    },
  };
}

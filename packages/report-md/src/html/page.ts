import { createHash } from "node:crypto";
import { escapeHtml } from "../text/escape-html.ts";
import { pageStyle } from "./page-style.ts";

/** A complete HTML document around a body that is HTML already; it may load and run nothing. */
export function page({ title, body }: { readonly title: string; readonly body: string }): string {
  const styleHash = createHash("sha256").update(pageStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`;
}

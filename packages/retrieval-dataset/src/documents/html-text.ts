const HIDDEN = /<!--|<(script|style|template|noscript|svg|head)\b/giu;
const HEADING_START = /<h([1-6])\b[^<>]*>/giu;
const HEADING_END = /<\/h[1-6]\s*>/giu;
const BLOCK =
  /<\/?(?:p|div|section|article|main|header|footer|nav|aside|table|tr|ul|ol|dl|dt|dd|blockquote|pre|figure|form|br|hr|li)\b[^<>]*>/giu;
const TAG = /<\/?[a-z!][^<>]*>/giu;

/** Characters of no text (private use), between which a heading stands while tags are cut. */
const [START, END] = ["\uE000", "\uE001"];
const MARKED_HEADING = /\uE000([1-6])([^\uE000\uE001]*)\uE001/gu;

const ENTITIES = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["ndash", "–"],
  ["mdash", "—"],
  ["hellip", "…"],
  ["euro", "€"],
  ["copy", "©"],
  ["reg", "®"],
  ["trade", "™"],
  ["deg", "°"],
  ["times", "×"],
  ["auml", "ä"],
  ["ouml", "ö"],
  ["uuml", "ü"],
  ["Auml", "Ä"],
  ["Ouml", "Ö"],
  ["Uuml", "Ü"],
  ["szlig", "ß"],
  ["eacute", "é"],
  ["egrave", "è"],
  ["agrave", "à"],
]);

/**
 * The text of an HTML page, its headings as Markdown headings, blocks on lines of their own.
 * Scripts, styles, the page's head and comments are left out. A simple reader of well-formed
 * pages: it runs no scripts and does not look at styles.
 *
 * @example
 * htmlText("<h1>Leave</h1><p>25 days &amp; more</p>"); // "# Leave\n\n25 days & more"
 */
export function htmlText(html: string): string {
  return withoutHidden(html.replaceAll(/[\uE000\uE001]/gu, ""))
    .replaceAll(HEADING_START, `${START}$1`)
    .replaceAll(HEADING_END, END)
    .replaceAll(BLOCK, "\n")
    .replaceAll(TAG, "")
    .replaceAll(
      MARKED_HEADING,
      (_, level: string, title: string) =>
        `\n\n${"#".repeat(Number(level))} ${title.replaceAll(/\s+/gu, " ").trim()}\n\n`,
    )
    .replaceAll(/\uE000[1-6]|\uE001/gu, "\n")
    .replaceAll(/&(#x?[\da-f]{1,8}|[a-z]{1,8});/giu, decodeEntity)
    .split("\n")
    .map((line) => line.replaceAll(/[ \t\r\u00A0]+/gu, " ").trim())
    .join("\n")
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim();
}

/** Cuts out what no reader sees; what does not end is hidden to the end, as browsers have it. */
function withoutHidden(html: string): string {
  let shown = "";
  let at = 0;
  for (const { index, 0: start, 1: name } of html.matchAll(HIDDEN)) {
    if (index < at) continue;
    shown += `${html.slice(at, index)} `;
    const ending = name === undefined ? /-->/gu : new RegExp(`</${name}[^<>]*>`, "giu");
    ending.lastIndex = index + start.length;
    if (!ending.test(html)) return shown;
    at = ending.lastIndex;
  }
  return shown + html.slice(at);
}

function decodeEntity(entity: string, name: string): string {
  const known = ENTITIES.get(name);
  if (known !== undefined || !name.startsWith("#")) return known ?? entity;
  const hexadecimal = name[1] === "x" || name[1] === "X";
  const code = Number.parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : entity;
}

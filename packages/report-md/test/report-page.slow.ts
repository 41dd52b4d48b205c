import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  startBrowser,
  type Browser,
  type Page,
} from "../../../tools/test-kit/src/start-browser.ts";
import {
  drawFigures,
  drawHistory,
  historyEntry,
  renderHistoryPage,
  renderHtmlReport,
  renderJUnit,
  standaloneSvg,
  stripControl,
  type ReportData,
} from "../src/index.ts";
import { hostilePayloads, reportOfPayloads } from "./fixtures/hostile-payloads.ts";
import { fullReport } from "./fixtures/report-data.ts";

let folder: string;
let browser: Browser;
let page: Page;
const alarms: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-"));
  browser = await startBrowser();
  page = await browser.newPage();
  page.on("dialog", (dialog) => {
    alarms.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => alarms.push(`error ${error.message}`));
  page.on("console", (line) => alarms.push(`console ${line.text()}`));
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(join(folder, "report.html")).href)
      alarms.push(`request ${request.url()}`);
  });
  page.on("popup", () => alarms.push("popup"));
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  alarms.length = 0;
});

/** Opens a report with its figures as a reader would: a file on the disk. */
async function open(data: ReportData): Promise<void> {
  await openPage(renderHtmlReport(data, { figures: await drawFigures(data) }));
}

async function openPage(html: string): Promise<void> {
  const file = join(folder, "report.html");
  await writeFile(file, html);
  await page.goto(pathToFileURL(file).href);
}

const screens = [1280, 390].flatMap((width) =>
  (["light", "dark"] as const).map((scheme) => ({ width, scheme })),
);

describe.each(screens)("at $width pixels, $scheme", ({ width, scheme }) => {
  beforeAll(async () => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
  });

  it("runs and loads nothing of 300 hostile queries and titles, and shows them", async () => {
    expect(new Set(hostilePayloads).size).toBe(300);
    await open(reportOfPayloads());
    expect(await page.evaluate('Object.hasOwn(window, "pwned")')).toBe(false);
    expect(
      await page
        .locator(
          "script, img, iframe, object, form, base, a, svg *:not(g, path, line, text, tspan)",
        )
        .count(),
    ).toBe(0);
    expect(await page.locator("style").count()).toBe(1);
    const shown = await page.evaluate<string>("document.body.innerText");
    const plain = shown.replaceAll(/\s+/gu, " ");
    const absent = hostilePayloads.filter((text) => !plain.includes(stripControl(text)));
    expect(absent).toEqual([]);
    expect(alarms).toEqual([]);
  });

  it.each([
    ["the full report", fullReport],
    ["hostile texts", reportOfPayloads()],
    ["a report with almost nothing", { experiment: "empty" }],
  ])("keeps within the screen: %s", async (_, data) => {
    await open(data);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await page.evaluate(wideElements)).toEqual([]);
    expect(alarms).toEqual([]);
  });

  it("shows every figure whole, in the page's colours", async () => {
    await open(fullReport);
    const figures = await page.evaluate<[number, number, string][]>(figureFacts);
    expect(figures).toHaveLength((await drawFigures(fullReport)).length);
    for (const [shown, room, colour] of figures) {
      expect(shown).toBeGreaterThan(250);
      expect(shown).toBeLessThanOrEqual(room);
      expect(luminance(colour) > 0.5).toBe(scheme === "dark");
    }
    expect(alarms).toEqual([]);
  });

  it("shows a history of hostile names and runs and loads nothing", async () => {
    const entries = hostilePayloads.slice(0, 30).map((text) => ({
      ...historyEntry(fullReport),
      ...{ experiment: text, model: text, reportFolder: text },
    }));
    await openPage(renderHistoryPage(entries, { figure: await drawHistory(entries) }));
    expect(await page.locator("figure svg").count()).toBe(1);
    expect(await page.locator("script, img, iframe, object, form, base").count()).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(alarms).toEqual([]);
  });

  it("keeps the first column beside the others when a table is scrolled", async () => {
    await open(reportOfPayloads());
    const shares = await page.evaluate<number[]>(firstColumnShares);
    expect(shares.length).toBeGreaterThan(30);
    expect(Math.max(...shares)).toBeLessThan(0.7);
  });

  it("has enough contrast everywhere", async () => {
    await open(fullReport);
    const pairs = await page.evaluate<[string, string][]>(colourPairs);
    expect(pairs.length).toBeGreaterThanOrEqual(3);
    for (const [text, ground] of pairs)
      expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    const [, ground] = pairs[0] ?? ["", ""];
    expect(luminance(ground) < 0.5).toBe(scheme === "dark");
  });
});

it("has a policy under which no script would run, even if one got in", async () => {
  await open(fullReport);
  await expect(page.addScriptTag({ content: "window.pwned = 1" })).rejects.toThrow();
  expect(await page.evaluate('Object.hasOwn(window, "pwned")')).toBe(false);
  expect(alarms.join("\n")).toContain("Content Security Policy");
});

it("writes XML that a strict reader takes, hostile texts included", async () => {
  await openPage("<!doctype html><title>reader</title>");
  const gate = (text: string) => ({ name: text, expected: text, actual: text, passed: false });
  const documents = [
    ...(await drawFigures(reportOfPayloads())).map((figure) => standaloneSvg(figure)),
    renderJUnit({ experiment: hostilePayloads[3] ?? "", gates: hostilePayloads.map(gate) }),
  ];
  for (const text of documents) {
    const reader = `new DOMParser().parseFromString(${JSON.stringify(text)}, "application/xml").querySelector("parsererror")?.textContent`;
    expect(await page.evaluate(reader)).toBeUndefined();
  }
});

/** Of every figure: the width of its picture, that of the page, and the colour of its lines. */
const figureFacts = `[...document.querySelectorAll("figure svg")].map((svg) => [
  svg.getBoundingClientRect().width, innerWidth, getComputedStyle(svg).color])`;

/** What reaches over the screen's right side without a box of its own that scrolls. */
const wideElements = `[...document.querySelectorAll("main *")]
  .filter((element) => element.closest("table, pre code") === null)
  .filter((element) => element.getBoundingClientRect().right > innerWidth)
  .map((element) => element.outerHTML.slice(0, 100))`;

/** Of every table: the first column's share of the width that is seen. */
const firstColumnShares = `[...document.querySelectorAll(".table")].map((box) =>
  box.querySelector("td").getBoundingClientRect().width / box.getBoundingClientRect().width)`;

/** Colours of texts with the colour behind them, each pair once. */
const colourPairs = `(() => {
  const behind = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : colour;
  };
  const pairs = [...document.querySelectorAll("p, li, em, strong, code, th, td, h1, h2, h3")]
    .map((element) => getComputedStyle(element).color + "|" + behind(element));
  return [...new Set(pairs)].map((pair) => pair.split("|"));
})()`;

/** WCAG 2.2's contrast of two colours, 1 to 21. */
function contrast(first: string, second: string): number {
  const [low = 0, high = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** WCAG 2.2's relative luminance of `rgb(r, g, b)`, 0 to 1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/gu) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

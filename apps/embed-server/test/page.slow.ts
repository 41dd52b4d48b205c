import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  startBrowser,
  type Browser,
  type Page,
} from "../../../tools/test-kit/src/start-browser.ts";
import { createServer, openJudgments, type ProductHit } from "../src/index.ts";
import { tinyModel } from "./tiny-model.ts";

let embedder: Embedder;
let server: FastifyInstance;
let browser: Browser;
let page: Page;
let folder: string;
let url: string;
const found: { live: ProductHit[]; next: ProductHit[] } = { live: [], next: [] };
const alarms: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "page-"));
  embedder = await createEmbedder({ folder: tinyModel });
  server = createServer({
    embedder,
    modelId: "models/<b>base</b>",
    search: async () => ({ hits: found.live }),
    otherSide: async () => ({
      side: "next",
      fingerprint: null,
      search: async () => ({ hits: found.next }),
    }),
    judgments: await openJudgments(folder),
  });
  url = await server.listen({ port: 0, host: "127.0.0.1" });
  browser = await startBrowser();
  page = await browser.newPage();
  page.on("dialog", (dialog) => {
    alarms.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => alarms.push(`error ${error.message}`));
  page.on("console", (line) => {
    if (line.type() === "error") alarms.push(`console ${line.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) alarms.push(`request ${request.url()}`);
  });
});

afterAll(async () => {
  await browser.close();
  await server.close();
  await embedder.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  alarms.length = 0;
  await page.goto(url);
});

function hits(...titles: string[]): ProductHit[] {
  return titles.map((title, index) => ({
    id: `id ${title}`,
    title,
    description: null,
    category: null,
    score: 0.9 - index / 100,
  }));
}

/** Types a query and waits for its answer to be shown. */
async function search(query: string): Promise<void> {
  await page.fill("#query", query);
  const answer = page.waitForResponse((reply) => reply.url().endsWith("/api/compare"));
  await page.press("#query", "Enter");
  await (await answer).finished();
  await told();
}

/** What the page says, once it has an answer. */
async function told(): Promise<string | null> {
  const text = () => page.textContent("#told");
  await expect.poll(text, { timeout: 60_000 }).not.toBe("…");
  return text();
}

const texts = (selector: string) => page.locator(selector).allTextContents();

it("shows both models' lists side by side, with scores and moves", async () => {
  found.live = hits("Rain jacket", "Red shoe", "Desk lamp");
  found.next = hits("Red shoe", "Rain jacket", "Coffee pot");
  await search("something for rain");
  expect(await texts("h2")).toEqual(["live: models/<b>base</b>", "next: models/<b>base</b>"]);
  expect(await texts(".live .title")).toEqual(["Rain jacket", "Red shoe", "Desk lamp"]);
  expect(await texts(".next .title")).toEqual(["Red shoe", "Rain jacket", "Coffee pot"]);
  expect(await texts(".next .score")).toEqual(["0.900", "0.890", "0.880"]);
  expect(await texts(".up, .down, .new")).toEqual(["↑1", "↓1", "new"]);
  expect(alarms).toEqual([]);
});

it("writes thumbs to qrels that score reads, shows them again, and takes them back", async () => {
  found.live = hits("Rain jacket", "Red shoe");
  found.next = hits("Red shoe");
  const press = async (product: string, grade: number) => {
    const kept = page.waitForResponse((reply) => reply.url().endsWith("/api/judgments"));
    await page.click(`.live button[data-product="id ${product}"][data-grade="${grade}"]`);
    expect((await kept).status()).toBe(200);
  };
  const qrels = async () => {
    const [header, ...lines] = (await readFile(join(folder, "qrels.tsv"), "utf8")).split("\n");
    expect(header).toBe("query-id\tcorpus-id\tscore");
    return lines.filter((line) => line !== "").map((line) => line.split("\t").slice(1));
  };
  await search("jacket");
  await press("Rain jacket", 1);
  await press("Red shoe", 0);
  const both = [
    ["id Rain jacket", "1"],
    ["id Red shoe", "0"],
  ];
  expect(await qrels()).toEqual(both);
  await page.goto(url);
  await search("jacket");
  const pressed = () => page.locator('.thumb[aria-pressed="true"]').count();
  await expect.poll(pressed, { timeout: 60_000 }).toBe(3);
  await press("Red shoe", 0);
  expect(await qrels()).toEqual(both.slice(0, 1));
  expect(await readFile(join(folder, "queries.jsonl"), "utf8")).toContain('"text":"jacket"');
});

it("runs nothing that stands in 300 hostile titles and queries", async () => {
  const hostile = hostileTexts();
  expect(hostile).toHaveLength(300);
  for (let start = 0; start < hostile.length; start += 20) {
    const titles = hostile.slice(start, start + 20);
    found.live = hits(...titles);
    found.next = hits(...titles.toReversed());
    await search(titles[start % 20] ?? "");
    expect(await texts(".live .title")).toEqual(titles);
  }
  expect(await page.evaluate('Object.hasOwn(window, "pwned")')).toBe(false);
  expect(await page.locator("img, iframe, svg, script:not([src]), style, a, object").count()).toBe(
    0,
  );
  expect(alarms).toEqual([]);
});

it("says what is wrong, and serves nothing inline or from elsewhere", async () => {
  const refused = page.waitForResponse((reply) => reply.url().endsWith("/api/compare"));
  await page.press("#query", "Enter");
  expect((await refused).status()).toBe(400);
  expect(await told()).toContain('Expected "query" to be a text that is not empty');
  const policy = (await page.request.get(url)).headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  // The policy holds, even if markup got in.
  await expect(page.addScriptTag({ content: "window.pwned = 1" })).rejects.toThrow();
  expect(await page.evaluate('Object.hasOwn(window, "pwned")')).toBe(false);
});

/** Markup, attributes, addresses and characters that break out of things, in many dresses. */
function hostileTexts(): readonly string[] {
  const calls = ["window.pwned=1", "alert(1)", "fetch('//evil.example')"];
  const shapes = [
    (js: string) => `<script>${js}</script>`,
    (js: string) => `<img src=x onerror="${js}">`,
    (js: string) => `"><svg/onload=${js}>`,
    (js: string) => `'-${js}-'`,
    (js: string) => `</span></li><iframe srcdoc="<script>${js}</script>">`,
    (js: string) => `<a href="javascript:${js}">x</a>`,
    (js: string) => `\${${js}}`,
    (js: string) => `{{constructor.constructor('${js}')()}}`,
    (js: string) => `<style>@import '//evil.example'</style>${js}`,
    (js: string) => `<template><script>${js}</script></template>`,
  ];
  const dresses = [
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => `a\u202e${text}\u2066`,
    (text: string) => `${text}\u0000\u001b[31m`,
    (text: string) => `&lt;${text}&gt;`,
    (text: string) => `${text}\ud83d\ude00\u0301`,
    (text: string) => text.replaceAll("<", "\uff1c<"),
    (text: string) => `</title></script>${text}`,
    (text: string) => `<!--${text}-->`,
    (text: string) => `]]>${text}`,
  ];
  return calls.flatMap((js) => shapes.flatMap((shape) => dresses.map((dress) => dress(shape(js)))));
}

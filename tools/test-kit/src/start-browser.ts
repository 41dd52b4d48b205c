import sparticuz from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";

/** Starts a real Chromium without a window; it comes inside a package, nothing is downloaded. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    args: sparticuz.args,
    executablePath: await sparticuz.executablePath(),
    headless: true,
  });
}

export type { Browser, Page } from "playwright-core";

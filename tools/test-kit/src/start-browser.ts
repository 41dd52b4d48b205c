import sparticuz from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";
import { installChromium } from "./install-chromium.ts";

/**
 * Starts a real Chromium without a window; it comes inside a package, nothing is downloaded. It is one
 * process: closing its last page closes it.
 */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    args: sparticuz.args,
    executablePath: await installChromium(),
    headless: true,
  });
}

export type { Browser, Page } from "playwright-core";

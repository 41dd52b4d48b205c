import { LiveCompareError } from "../live-compare-error.ts";

/**
 * The address of an API from what people write: a host name, `host:port` or a URL, which may have a
 * path; http unless said.
 *
 * @returns The URL without a slash at its end.
 * @throws {LiveCompareError} `INVALID_HOST` when it is none, or has a user or password in it.
 * @example
 * resolveHost("search.example:8001"); // "http://search.example:8001"
 */
export function resolveHost(text: string): string {
  const trimmed = text.trim();
  const full = /^[a-z][a-z\d+.-]*:\/\//iu.test(trimmed) ? trimmed : `http://${trimmed}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (
    url === undefined ||
    !/^https?:$/u.test(url.protocol) ||
    url.search !== "" ||
    url.hash !== ""
  ) {
    throw invalid(`got "${trimmed.slice(0, 200)}"`);
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid("got one with a user or password in it (not shown)");
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/u, "");
}

function invalid(came: string): LiveCompareError {
  return new LiveCompareError(
    "INVALID_HOST",
    `Expected a host such as search.example:8001 or https://search.example, ${came}.`,
    { hint: "Correct --host or ALB_DNS; an API key goes into SEARCH_API_KEY." },
  );
}

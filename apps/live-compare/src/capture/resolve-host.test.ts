import { expect, it } from "vitest";
import { resolveHost } from "./resolve-host.ts";

it.each([
  ["search.example", "http://search.example"],
  [" search.example:8001 ", "http://search.example:8001"],
  ["localhost:8001", "http://localhost:8001"],
  ["https://search.example/", "https://search.example"],
  ["http://search.example/shop//", "http://search.example/shop"],
  ["[::1]:8001", "http://[::1]:8001"],
  ["127.0.0.1", "http://127.0.0.1"],
])("reads %j as %s", (text, url) => {
  expect(resolveHost(text)).toBe(url);
});

it.each(["", "http://", "ftp://search.example", "a b", "http://h?x=1", "http://h#x", "h:99999"])(
  "refuses %j",
  (text) => {
    expect(() => resolveHost(text)).toThrow(expect.objectContaining({ code: "INVALID_HOST" }));
  },
);

it("refuses a password in the address and does not repeat it", () => {
  expect(() => resolveHost("http://me:geheim@search.example")).toThrow(/\(not shown\)/u);
  expect(() => resolveHost("http://me:geheim@search.example")).not.toThrow(/geheim/u);
});

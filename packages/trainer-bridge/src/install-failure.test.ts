import { describe, expect, it } from "vitest";
import { installFailure } from "./install-failure.ts";

function failed(...tail: string[]): ReturnType<typeof installFailure> {
  return installFailure({ action: "install torch", folder: "/cache/python-1", tail });
}

describe("installFailure", () => {
  it.each([
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    "error: Failed to write: Disk quota exceeded (os error 122)",
    "  Caused by: No space left on device (os error 28)",
  ])("knows a full disk: %s", (line) => {
    expect(failed(line)).toMatchObject({
      code: "DISK_FULL",
      hint: expect.stringContaining("2 GB"),
    });
  });

  it.each([
    [
      "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
      "not the one that was locked",
    ],
    ["ConnectionError: Max retries exceeded with url", "network"],
    ["error: Request failed: dns error", "network"],
    ["ERROR: No matching distribution found for torch==2.13.0", "no build for this platform"],
    ["/usr/bin/python3: No module named ensurepip", "python3-venv"],
    ["ERROR: something else", "details"],
  ])("gives a hint that fits: %s", (line, hint) => {
    expect(failed(line)).toMatchObject({
      code: "INSTALL_FAILED",
      hint: expect.stringContaining(hint),
    });
  });

  it("shows the line that tells most and keeps the output", () => {
    const error = failed("Collecting torch", "ERROR: it broke", "note: read the manual");
    expect(error.message).toBe(
      "Expected to install torch in /cache/python-1, but that failed: ERROR: it broke",
    );
    expect(error.details).toMatchObject({
      output: ["Collecting torch", "ERROR: it broke", "note: read the manual"],
    });
  });
});

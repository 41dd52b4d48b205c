import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

/** A file that is read while others write to it. */
export interface FollowedFile {
  /** Takes what has been written up to now, and reads no more. */
  readonly end: () => void;
}

const everyMs = 50;

/**
 * Hands on what is appended to a file, soon after it was written.
 *
 * @param file - A file that is there.
 * @param onText - Takes the text, whole characters at a time.
 */
export function followFile(file: string, onText: (text: string) => void): FollowedFile {
  const handle = openSync(file, "r");
  const decoder = new StringDecoder("utf8");
  const block = Buffer.allocUnsafe(65_536);
  const read = () => {
    for (let length; (length = readSync(handle, block)) > 0;) {
      const text = decoder.write(block.subarray(0, length));
      if (text !== "") onText(text);
    }
  };
  const timer = setInterval(read, everyMs);
  const end = () => {
    clearInterval(timer);
    read();
    closeSync(handle);
  };
  return { end };
}

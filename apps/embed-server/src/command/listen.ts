import type { FastifyInstance } from "fastify";
import { EmbedServerError, type EmbedServerErrorCode } from "../embed-server-error.ts";

const meanings: Readonly<Record<string, readonly [EmbedServerErrorCode, string]>> = {
  EADDRINUSE: ["ADDRESS_IN_USE", "Stop what uses it, or give another --port (0 takes a free one)."],
  EACCES: ["ADDRESS_NOT_ALLOWED", "Ports below 1024 need privileges: give another --port."],
  EADDRNOTAVAIL: ["ADDRESS_NOT_ALLOWED", "Give --host an address of this machine."],
  ENOTFOUND: ["ADDRESS_NOT_ALLOWED", "Give --host an address of this machine."],
};

/** Connections that may wait to be taken; the system may allow fewer. Node's default is 511. */
const waitingConnections = 4096;

/** Starts to listen; resolves with the address as a URL. */
export async function listen(
  server: FastifyInstance,
  place: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await server.listen({
      ...place,
      backlog: waitingConnections,
      listenTextResolver: (address) => `listening at ${address}`,
    });
  } catch (cause) {
    const system = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const meaning = meanings[system];
    if (meaning === undefined) throw cause;
    const message = `Expected to listen on ${place.host}:${place.port}, got ${system}.`;
    throw new EmbedServerError(meaning[0], message, { hint: meaning[1], details: place, cause });
  }
}

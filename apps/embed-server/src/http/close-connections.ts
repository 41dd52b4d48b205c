import { Server } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

/** Looks without an answer between them, half a second, before connections without a request are ended. */
const [quietLooks, lookEveryMs] = [20, 25] as const;

/**
 * Closes in an order that loses no request: first no new connections, then every answer ends its
 * connection, and only when it has become quiet those end that asked nothing. Node's own `close`
 * ends those at once, also when their next request has arrived but is not read yet. Looks are counted,
 * not time: on a busy machine this process may stand still while requests arrive.
 */
export function closeConnections(app: FastifyInstance): void {
  let closing = false;
  let looks = 0;
  app.addHook("onSend", async (_request, reply) => {
    looks = 0;
    if (closing) reply.header("connection", "close");
  });
  app.addHook("preClose", async () => {
    closing = true;
    if (!app.server.listening) return;
    let open = true;
    app.server.once("close", () => {
      open = false;
    });
    Server.prototype.close.call(app.server);
    for (looks = 0; open && looks < quietLooks; looks += 1) await setTimeout(lookEveryMs);
  });
}

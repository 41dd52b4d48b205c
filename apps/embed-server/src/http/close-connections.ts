import { Server } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

/** How long no answer goes out before connections without a request are ended. */
const quietMs = 500;

/**
 * Closes in an order that loses no request: first no new connections, then every answer ends its
 * connection, and only when it has become quiet those end that asked nothing. Node's own `close`
 * ends those at once, also when their next request has arrived but is not read yet.
 */
export function closeConnections(app: FastifyInstance): void {
  let closing = false;
  let lastAnswer = 0;
  app.addHook("onSend", async (_request, reply) => {
    lastAnswer = performance.now();
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
    lastAnswer = performance.now();
    while (open && performance.now() - lastAnswer < quietMs) await setTimeout(25);
  });
}

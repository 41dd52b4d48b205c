import type { FastifyInstance } from "fastify";

/** Once the server closes, every answer ends its connection, so that closing waits for work only. */
export function closeConnections(app: FastifyInstance): void {
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
  });
  app.addHook("onSend", async (_request, reply) => {
    if (closing) reply.header("connection", "close");
  });
}

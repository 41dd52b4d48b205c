// Prints the address of an empty database, and keeps it until it is told to end.
import { once } from "node:events";
import { startTestServer } from "../../tools/test-kit/src/start-test-server.ts";

const server = await startTestServer();
if ("skipped" in server) throw new Error(server.skipped);
const { connectionString } = await server.createDatabase();
console.log(connectionString);
const waiting = setInterval(() => undefined, 60_000);
await once(process, "SIGTERM");
clearInterval(waiting);
await server.stop();

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createSecureContext, TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import {
  temporaryFolder,
  type TemporaryFolder,
} from "../../../tools/test-kit/src/temporary-folder.ts";
import { openServer } from "../src/index.ts";
import { errorOf } from "./contract/place.ts";

const server = await startTestServer();
const openssl = await runProgram("openssl", ["version"]).catch(() => undefined);
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

const cannot = "skipped" in server || openssl === undefined;
const title = openssl === undefined ? "encryption (skipped: no openssl)" : "encryption before";

describe.skipIf(cannot)(titleOf(title, server), () => {
  let folder: TemporaryFolder;
  let proxy: Server;
  let url: URL;
  beforeAll(async () => {
    if ("skipped" in server) throw new Error(server.skipped);
    folder = await temporaryFolder();
    await makeCertificate("server");
    await makeCertificate("other");
    url = new URL((await server.createDatabase()).connectionString);
    proxy = await startTlsProxy(new URL(url), folder.path);
    url.port = `${(proxy.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    proxy.close();
    await folder[Symbol.asyncDispose]();
  });

  /** A certificate for localhost that is its own authority. */
  async function makeCertificate(name: string): Promise<void> {
    await runProgram("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"],
      ...["-keyout", join(folder.path, `${name}.key`), "-out", join(folder.path, `${name}.crt`)],
    ]);
  }

  async function open(host: string, query: string, environment = {}): Promise<void> {
    const to = new URL(url);
    to.hostname = host;
    to.search = query;
    const db = await openServer({ connectionString: to.href, environment });
    await db.query("SELECT 1");
    await db.close();
  }

  const authority = (name = "server") => `sslrootcert=${join(folder.path, `${name}.crt`)}`;

  it("checks authority and host with verify-full, and nothing with require", async () => {
    await open("localhost", `sslmode=verify-full&${authority()}`);
    await open("127.0.0.1", `sslmode=verify-ca&${authority()}`);
    await open("127.0.0.1", "sslmode=require");
    await open("127.0.0.1", "sslmode=prefer");
    const [PGSSLMODE, PGSSLROOTCERT] = ["verify-full", join(folder.path, "server.crt")];
    await open("localhost", "", { PGSSLMODE, PGSSLROOTCERT });
  });

  it.each([
    ["of another authority", "localhost", "sslmode=verify-full", "other"],
    ["of another authority", "localhost", "sslmode=verify-ca", "other"],
    ["of another authority", "localhost", "sslmode=require", "other"],
    ["for another host", "127.0.0.1", "sslmode=verify-full", "server"],
    ["of nobody that is known", "localhost", "sslmode=verify-full", undefined],
  ])("refuses a certificate %s (%s, %s)", async (...[, host, mode, file]) => {
    const query = file === undefined ? mode : `${mode}&${authority(file)}`;
    const error = await errorOf(open(host, query));
    expect(error.code).toBe("NO_CONNECTION");
    expect(error.hint).toContain("certificate");
  });

  it("is asked for in vain where the server has none, unless it is only preferred", async () => {
    if ("skipped" in server) return;
    const plain = new URL((await server.createDatabase()).connectionString);
    plain.search = "sslmode=require";
    const error = await errorOf(openServer({ connectionString: plain.href }));
    expect(error.code).toBe("NO_CONNECTION");
    expect(error.hint).toContain("no TLS");
    plain.search = "sslmode=prefer";
    await (await openServer({ connectionString: plain.href })).close();
  });
});

/** Speaks TLS for a server that has none, as the proxies of databases for rent do. */
async function startTlsProxy(target: URL, folder: string): Promise<Server> {
  const [cert, key] = await Promise.all(
    ["crt", "key"].map((ending) => readFile(join(folder, `server.${ending}`))),
  );
  const secureContext = createSecureContext({ cert, key });
  const serve = async (socket: Socket) => {
    await once(socket, "data"); // the question whether there is TLS
    socket.write("S");
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    const plain = connect(Number(target.port || 5432), target.hostname);
    for (const end of [secure, plain]) end.on("error", () => [secure, plain, socket].map(destroy));
    secure.pipe(plain).pipe(secure);
  };
  const proxy = createServer((socket) => {
    socket.on("error", () => undefined);
    void serve(socket).catch(() => socket.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return proxy;
}

function destroy(socket: Socket): void {
  socket.destroy();
}

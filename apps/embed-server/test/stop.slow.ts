import { expect, it } from "vitest";
import { startBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

it("drops no request of kept-alive connections at SIGTERM under load", async () => {
  const bin = startBin(["--model", tinyModel, "--port", "0", "--json", "--log-level", "error"]);
  const { url } = JSON.parse(await bin.firstLine) as { url: string };
  let answered = 0;
  const failures: string[] = [];
  const client = async () => {
    for (;;) {
      try {
        const reply = await fetch(`${url}/embed`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ text: "rain jacket for hiking" }),
        });
        await reply.json();
        if (reply.status === 200) answered += 1;
        else failures.push(String(reply.status));
      } catch (error) {
        const { code } = (error as { cause: { code: string } }).cause;
        if (code === "ECONNREFUSED") return; // not listening any more: nothing was accepted
        failures.push(code);
      }
    }
  };
  const clients = Array.from({ length: 32 }, client);
  while (answered < 500) await new Promise((done) => setTimeout(done, 20));
  bin.signal("SIGTERM");
  await Promise.all(clients);
  expect(failures).toEqual([]);
  expect(await bin.ended).toMatchObject({ code: 0, stderr: "" });
});

import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Observation } from "@secondlock/model";
import { runReads } from "../collect/run-reads.ts";
import { localTarget } from "../targets/local.ts";
import { readOf, seeProbe } from "./probe-kinds.ts";
import { scanPorts } from "./tcp-ports.ts";

const place = { port: 22, identities: [], knownHosts: "/dev/null", usual: [] };

async function scanByRead(
  address: string,
  ports: readonly number[],
  made = (word: string): string => word,
): Promise<Observation> {
  const probe = { kind: "tcp-ports", family: address.includes(":") ? 6 : 4, ports } as const;
  const read = readOf(probe, { ...place, address });
  if (!read) throw new Error("no command");
  const [program, ...words] = read.argv;
  const mine = { ...read, argv: [program, ...words.map(made)] } as const;
  const run = await runReads(localTarget("here"), [mine], { as: "login" }, { seconds: 60, bytes: 1e6 });
  const raw = run.outputOf(mine);
  return typeof raw === "string" ? { kind: "failed", because: raw } : seeProbe(probe, raw);
}

const scanByBash = (address: string, ports: readonly number[]): Promise<Observation> =>
  scanByRead(address, ports, (word) => word.replace("command -v perl", "command -v no-such-perl"));

// the operator's own scan and those that another host makes must see the same
describe.each([
  ["from the operator's process", scanPorts],
  ["by perl", scanByRead],
  ["by bash alone", scanByBash],
])("TCP ports %s", (_name, scan) => {
  const servers: Server[] = [];
  const ports = new Map<string, number>();

  beforeAll(async () => {
    for (const host of ["127.0.0.1", "::1"]) {
      const server = createServer((socket) => socket.end());
      servers.push(server);
      const { promise, resolve } = Promise.withResolvers<void>();
      server.listen(0, host, resolve);
      await promise;
      ports.set(host, (server.address() as AddressInfo).port);
    }
  });
  afterAll(() => servers.forEach((server) => server.close()));

  it.each(["127.0.0.1", "::1"])("finds the open one at %s and no other", async (address) => {
    const open = ports.get(address) ?? 0;
    const seen = await scan(address, [1, 2, open, 3]);
    expect(seen).toEqual({ kind: "tcp-ports", open: [open], refused: 3, silent: 0, tried: 4 });
  });

  it("says that there is no route, where nothing can be sent and so nothing was refused", async () => {
    // no stream ever goes to a multicast address: the kernel says so without sending anything
    expect(await scan("224.0.0.1", [22, 80])).toMatchObject({
      kind: "failed",
      because: expect.stringMatching(/no route/),
    });
  });

  it("sees a listener of the other family as closed", async () => {
    const onlyIpv6 = ports.get("::1") ?? 0;
    if (onlyIpv6 === ports.get("127.0.0.1")) return;
    expect(await scan("127.0.0.1", [onlyIpv6])).toMatchObject({ open: [], refused: 1 });
  });
});

it("does not call a port silent only because this process was too busy to look", async () => {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const scan = scanPorts("127.0.0.1", [port]);
  // by now the connect is under way, and nothing of what comes of it has been looked at
  await new Promise<void>((resolve) => process.nextTick(resolve));
  const until = Date.now() + 1_200;
  while (Date.now() < until);
  expect(await scan).toMatchObject({ open: [port], silent: 0 });
  server.close();
});

import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { must } from "../testing/shop.ts";
import { type Service, startService } from "./service.ts";
import { entriesOf, folderWithKey, now, openOnce, signerOfFolder } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { optionsOf } from "./testing/own-process.ts";

const fresh = ownFolders();
let service: Service | undefined;
afterEach(() => service?.stop());

// attack 6: whoever has a host's keys and its address opens while the host runs
it("a second opening of one start of a host is told to somebody, and counted; the first is not", async () => {
  const folder = fresh();
  const key = await folderWithKey(folder);
  const [program, heard] = [join(dirname(folder), "program"), join(dirname(folder), "heard")];
  writeFileSync(program, `#!/bin/sh\ncat > '${heard}.part' && mv '${heard}.part' '${heard}'\n`);
  chmodSync(program, 0o755);
  const options = optionsOf(folder, { alertCommand: program, health: { host: "127.0.0.1", port: 0 } });
  service = must(await startService(options, { env: {}, log: () => undefined, now }));
  const { origin, healthOrigin } = service;
  const open = async (): Promise<boolean> => (await openOnce(key, origin, signerOfFolder(folder))).opened;
  const again = async (): Promise<string | undefined> =>
    /^secondlock_openings_again_total (\d+)$/m.exec(await (await fetch(`${healthOrigin}/metrics`)).text())?.[1];

  expect(await open()).toBe(true);
  expect(await again()).toBe("0");
  expect(existsSync(heard)).toBe(false);

  expect(await open()).toBe(true);
  expect(await again()).toBe("1");
  await expect.poll(() => existsSync(heard), { timeout: 8_000 }).toBe(true);
  await service.stop();
  const last = (await entriesOf(folder)).findLast(({ type }) => type === "opening.confirmed");
  expect(last?.data).toMatchObject({ again: true });
  expect(JSON.parse(readFileSync(heard, "utf8"))).toMatchObject({
    ...{ event: "opening.again", kid: key.kid, purpose: "start", seq: last?.seq },
  });
});

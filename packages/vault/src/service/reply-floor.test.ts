import { afterEach, expect, it } from "vitest";
import { answerFloor } from "../confirmer/answer-requests.ts";
import { generateSigner } from "../keys/signing.ts";
import { must } from "../testing/shop.ts";
import { type Service, startService } from "./service.ts";
import { folderWithKey, now, openOnce, signerOfFolder } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { optionsOf } from "./testing/own-process.ts";

/** A timer of Node may be early by one. */
const floor = answerFloor - 1;

const fresh = ownFolders();
let service: Service | undefined;
afterEach(() => service?.stop());

it("an answer takes at least so long, whatever it is: how long it took tells nothing", async () => {
  const folder = fresh();
  const key = await folderWithKey(folder);
  service = must(await startService(optionsOf(folder), { env: {}, log: () => undefined, now }));
  const { origin } = service;
  const signer = signerOfFolder(folder);
  const post = async (path: string): Promise<number> => (await fetch(`${origin}${path}`, { method: "POST" })).status;
  const answers: readonly (readonly [number, () => Promise<number>])[] = [
    [200, async () => (await openOnce(key, origin, signer)).status],
    [403, async () => (await openOnce(key, origin, signer, { ...key.host, signer: generateSigner() })).status],
    [403, () => post(`/v1/keys/${"A".repeat(22)}/open`)],
    [403, () => post(`/v1/keys/${key.kid}/open`)],
    [404, () => post("/v1/nothing")],
  ];
  for (const [status, ask] of answers) {
    for (let n = 0; n < 5; n++) {
      const begun = performance.now();
      expect(await ask()).toBe(status);
      expect(performance.now() - begun, `${status}`).toBeGreaterThanOrEqual(floor);
    }
  }
});

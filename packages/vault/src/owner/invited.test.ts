import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateIdentity } from "@secondlock/age";
import { expect, it, onTestFinished } from "vitest";
import { toText } from "../bytes.ts";
import type { ConfirmerKey } from "../file/wrap.ts";
import { type Invitation, writeInvitation } from "../hosts/invitation.ts";
import { writeWraps } from "../hosts/make-wraps.ts";
import { wrapIdentity } from "../keys/kek.ts";
import { createPerson } from "../keys/person-folder.ts";
import { generateSigner, type Signer } from "../keys/signing.ts";
import { must } from "../testing/shop.ts";
import { invitedKey, rememberInvitation, takesAnothersPlace, takeWraps } from "./invited.ts";
import { sealNewFile } from "./seal-file.ts";

/** An owner with a file that no host opens yet, and a confirmer of whom nothing is asked. */
async function desk() {
  const root = mkdtempSync(join(tmpdir(), "secondlock-invited-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [home, path] = [join(root, "home"), join(root, ".env.sealed")];
  const person = must(await createPerson(home, "ada"));
  const at = new Date();
  const terms = {
    person,
    home,
    path,
    values: new Map([["A", "1"]]),
    recovery: [],
    mode: "all-of",
    loaders: [],
    at,
  } as const;
  const { sealed, identity } = must(await sealNewFile(terms));
  const { content } = sealed.header;
  const invite = async (signer: Signer): Promise<Invitation> => {
    const key: ConfirmerKey = {
      ...{ confirmer: "confirmer-1", origin: "https://confirmer-1.example", key: generateSigner().publicKey, epoch: 1 },
      ...{ kid: toText(randomBytes(16)), publicKey: toText(randomBytes(32)), policy: toText(randomBytes(32)) },
    };
    const invitation: Invitation = {
      ...{ file: content.file, identity: content.identity, mode: content.mode, host: "app-1" },
      ...{ key: signer.publicKey, recipient: generateIdentity().recipient.text, wraps: [[key]] },
    };
    must(await rememberInvitation(home, invitation, writeInvitation(invitation, person.signer)));
    return invitation;
  };
  const answer = async ({ wraps, host }: Invitation, signer: Signer) => {
    const bound = { file: content.file, host, confirmers: wraps.flat() };
    const wrap = wrapIdentity(content, bound, identity, randomBytes(32), [randomBytes(64)]);
    return must(await takeWraps({ home, file: path, person, at }, writeWraps([wrap], signer))).sealed;
  };
  const keyOf = ({ file, host, wraps }: Invitation, owner = person.signer.publicKey) =>
    invitedKey(home, { file, host, kid: wraps[0]?.[0]?.kid ?? "" }, owner);
  return { home, invite, answer, keyOf };
}

it("whose key a host has is remembered of the invitation: before it answers, and after", async () => {
  const { invite, answer, keyOf } = await desk();
  const [host, later] = [generateSigner(), generateSigner()];
  const first = await invite(host);
  expect(await keyOf(first)).toBe(host.publicKey);
  await answer(first, host);
  expect(await keyOf(first)).toBe(host.publicKey);
  // an invitation that nobody has answered takes nothing from what is in the file
  const second = await invite(later);
  expect([await keyOf(first), await keyOf(second)]).toEqual([host.publicKey, later.publicKey]);
  await answer(second, later);
  expect([await keyOf(first), await keyOf(second)]).toEqual([undefined, later.publicKey]);
  // what somebody else signed says nothing
  expect(await keyOf(second, generateSigner().publicKey)).toBeUndefined();
});

it("another host under a name of the file takes its place, and the same with a new card does not", async () => {
  const { home, invite, answer } = await desk();
  const [host, thief] = [generateSigner(), generateSigner()];
  const sealed = await answer(await invite(host), host);
  const asked = (signer: Signer, name = "app-1") =>
    takesAnothersPlace(home, sealed, { host: name, key: signer.publicKey });
  expect(await asked(host)).toBe(false);
  expect(await asked(thief)).toBe(true);
  expect(await asked(thief, "app-2")).toBe(false);
  // an invitation to the other one does not make it the one that is in the file
  await invite(thief);
  expect(await asked(thief)).toBe(true);
  rmSync(join(home, `host-${sealed.header.content.file}-app-1`));
  expect(await asked(host)).toBe(true);
});

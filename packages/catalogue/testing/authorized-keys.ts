import type { AuthorizedKey, AuthorizedKeys } from "../src/facts/authorized-keys.ts";
import { ada } from "./example-host.ts";

export const blobOfAda = ada.keys[0]?.split(" ")[1] ?? "";
export const otherBlob = blobOfAda.replace(/.{8}$/, "zzzzzzzz");

/** Key files in their usual places, with the right modes, by account. */
export function authorized(byAccount: Readonly<Record<string, readonly Partial<AuthorizedKey>[]>>): AuthorizedKeys {
  const files = Object.entries(byAccount).map(([account, keys]) => {
    const home = account === "root" ? "/root" : `/home/${account}`;
    const owned = { owner: account, group: account };
    return {
      account,
      file: { path: `${home}/.ssh/authorized_keys`, mode: 0o600, ...owned },
      above: [
        { path: `${home}/.ssh`, mode: 0o700, ...owned },
        { path: home, mode: 0o755, ...owned },
      ],
      keys: keys.map((key) => ({ type: "ssh-ed25519", blob: blobOfAda, options: "", comment: "", ...key })),
    };
  });
  return { files, elsewhere: [], complete: true };
}

/** An RSA public key in the form of RFC 4253, with a modulus of that many bits. */
export function rsaBlob(bits: number): string {
  const type = Array.from("ssh-rsa", (letter) => letter.codePointAt(0) ?? 0);
  // a leading zero keeps the number positive
  const modulus = [0, 0x80, ...Array.from({ length: bits / 8 - 1 }, () => 1)];
  return base64([...field(type), ...field([1, 0, 1]), ...field(modulus)]);
}

function field(bytes: readonly number[]): readonly number[] {
  return [0, 0, bytes.length >> 8, bytes.length & 255, ...bytes];
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(bytes: readonly number[]): string {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,6}/g) ?? []).map((six) => alphabet[Number.parseInt(six.padEnd(6, "0"), 2)]).join("");
}

import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts, weakHash } from "../../facts/accounts.ts";

export const passwordHashStored = defineControl({
  id: "password-hash-stored",
  title: "No stored password has a weak hash or lies open",
  why: "An old hash stays until its owner changes the password, and is the first one to be guessed when the file leaks.",
  severity: "medium",
  area: "passwords",
  covers: ["R014"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: list }) {
    const open = list.accounts
      .filter(({ inPasswd, password }) => inPasswd && password === "set")
      .map(({ name }) => name);
    if (open.length > 0) return broken(`the hash stands in /etc/passwd, which everybody reads: ${open.join(", ")}`);
    const found = list.accounts
      .filter((one) => weakHash(one) !== undefined)
      .map((one) => `${one.name} (${weakHash(one)})`);
    return found.length === 0 ? holds("every stored hash is a slow one") : broken(`weak hash: ${found.join(", ")}`);
  },
  attempt: {
    none: "working a password out of its hash is not harmless; who reads them is tried by passwd-files-modes",
  },
  fix: () => [
    byHand(
      "Let the owner set a new password: `passwd NAME`, or at the next login: `chage -d 0 NAME`. For a hash in /etc/passwd: `pwconv`.",
    ),
  ],
  references: [
    "CIS Debian 12 5.4.1.4",
    "CIS Debian 12, local user and group settings",
    "https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html",
  ],
});

import { byHand, defineControl, everyHost } from "@secondlock/model";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { readableByOthers } from "../../facts/file-records.ts";
import { privateKeyFiles } from "../../facts/private-key-files.ts";

export const strayPrivateKeys = defineControl({
  id: "stray-private-keys",
  title: "No private key lies where it does not belong",
  why: "A person's key on a server opens every other server to whoever gets in; a copy in /tmp is a key that nobody watches.",
  severity: "high",
  area: "files",
  covers: ["R010", "R219", "R160"],
  applies: everyHost,
  facts: { keys: privateKeyFiles },
  verdict({ keys }, wanted) {
    const declared = wanted.application?.tlsKeys ?? [];
    // a service's own key lies in /etc; there it only has to be closed
    return noneOf(
      keys,
      (file) => !declared.includes(file.path) && (!file.path.startsWith("/etc/") || readableByOthers(file)),
      {
        good: `${keys.files.length} keys, all where a service keeps its own`,
        bad: "keys of people, or copies",
      },
    );
  },
  attempt: { none: "a key that is found is not tried" },
  fix: () => [
    byHand(
      "Remove it (shred -u), and replace the key everywhere if others could read it. Log in with an agent, or through a jump host (ssh -J), so that the key stays at home. Name the keys of the site as tls_keys of the application.",
    ),
  ],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["https://man.openbsd.org/ssh#J", "NIST IR 7966"],
});

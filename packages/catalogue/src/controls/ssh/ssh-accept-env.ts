import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";

/** Variables that change which code runs. */
const dangerous = /^(?:[*?]|LD_|PATH|BASH_|ENV$|IFS$|SHELL|PERL|PYTHON|NODE_|RUBY|PROMPT_COMMAND)/;

export const sshAcceptEnv = defineControl({
  id: "ssh-accept-env",
  title: "SSH takes only harmless variables from a client",
  why: "A variable such as LD_PRELOAD from the client gets around a forced command.",
  severity: "low",
  area: "ssh",
  covers: ["R015"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict({ sshd }) {
    const names = Object.values(sshd.byAccount).flatMap(({ acceptenv = "" }) => acceptenv.split(/\s+/));
    const found = names.filter((name) => dangerous.test(name));
    return found.length > 0
      ? broken(`acceptenv ${[...new Set(found)].join(" ")}`)
      : holds("acceptenv names harmless variables only");
  },
  attempt: { none: "it only shows in what a program does after the login" },
  fix: () => [byHand("Take the names out of AcceptEnv; its lines add up, so that no later line can take one back.")],
  references: ["https://man.openbsd.org/sshd_config#AcceptEnv"],
});

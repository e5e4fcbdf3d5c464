import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { overriddenLines, sshdConfig } from "../../facts/sshd-config.ts";

export const sshDropInShadowing = defineControl({
  id: "ssh-drop-in-shadowing",
  title: "No line of sshd's configuration is overridden by an earlier one",
  why: "The first value wins: a drop-in of the cloud turns passwords on again, while sshd_config still says no.",
  severity: "medium",
  area: "ssh",
  covers: ["R007", "R075"],
  applies: everyHost,
  facts: { config: sshdConfig },
  verdict({ config }) {
    const found = overriddenLines(config).map(
      ({ line, by }) =>
        `${line.file}:${line.line} says ${line.keyword} ${line.value}, but ${by.file}:${by.line} says ${by.value} and is read first`,
    );
    if (found.length > 0) return broken(found.slice(0, 3).join("; "));
    return config.complete ? holds("each line has its effect") : undecided("there are more files than are looked at");
  },
  attempt: { none: "what sshd really does is attempted by the controls of each setting" },
  fix: () => [byHand("Decide which of the two lines is meant, and take the other one out.")],
  references: ["https://man.openbsd.org/sshd_config (the first obtained value is used)"],
});

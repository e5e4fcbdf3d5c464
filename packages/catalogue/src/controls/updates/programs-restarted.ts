import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { programRestarts } from "../../facts/program-restarts.ts";
import { programsRestarted as restarted } from "../../states/programs-restarted.ts";

export const programsRestarted = defineControl({
  id: "programs-restarted",
  title: "An update reaches the programs that run",
  why: "An update replaces a library on the disk; a program that has loaded the old one keeps its hole until it starts anew.",
  severity: "medium",
  area: "updates",
  covers: ["R065", "R070", "R075"],
  applies: everyHost,
  facts: { restarts: programRestarts },
  verdict({ restarts: { installed, mode, left, restarted } }, { allow }) {
    if (!installed) return broken("nothing starts programs anew after an update: needrestart is not installed");
    if (mode === "lists") return broken("needrestart only lists what runs old code");
    if (mode !== "restarts") return broken("needrestart asks whoever is there, and at an automatic update nobody is");
    if (restarted.includes("ssh"))
      return broken(
        "needrestart may start sshd anew: with a file that somebody broke it stays down, and nobody gets in",
      );
    const mayRestart = allow.includes("database-restart");
    const otherwise = (mayRestart ? left : restarted).filter((unit) => unit !== "ssh").join(", ");
    if (otherwise !== "" && mayRestart) return broken(`${otherwise} may start anew, and goes on with the old library`);
    if (otherwise !== "") return broken(`${otherwise} starts anew at an hour that nobody chose`);
    return holds("needrestart starts services anew after every update, and leaves alone what it must not touch");
  },
  attempt: { none: "an update would have to be made" },
  fix: (wanted) => [restarted(wanted)],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["https://github.com/liske/needrestart", "https://www.qualys.com/2024/11/19/needrestart/needrestart.txt"],
});

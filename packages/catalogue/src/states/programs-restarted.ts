import { type Change, defineState, type HostWanted, type Settings, type State } from "@secondlock/model";
import { canHave, fetchLists } from "../facts/apt-package.ts";
import { type ProgramRestarts, programRestarts } from "../facts/program-restarts.ts";
import { managedFile } from "./managed-file.ts";

const path = "/etc/needrestart/conf.d/zz-secondlock.conf";

/** needrestart after every update: services start anew, but never sshd, and databases only where that is declared. */
export function programsRestarted({ allow }: HostWanted): State<ProgramRestarts> {
  const databases = allow.includes("database-restart");
  return defineState({
    resource: `file:${path}`,
    text: `needrestart starts services anew after an update, but never sshd${databases ? "" : " and databases"}`,
    settings: { restart: "a", databases: databases ? "restarted" : "left" },
    fact: programRestarts,
    settle: (restarts) => (canHave(restarts) ? settled(restarts, databases) : restarts),
    bring,
    notes: (restarts) => (canHave(restarts) ? [] : [fetchLists("needrestart")]),
    costs: `A service whose library was updated starts anew at once, at an hour that nobody chose. ${databases ? "" : "A database does not: restart it in a window of yours, or allow: [database-restart]. "}Programs that people started themselves go on with the old library until they log out.`,
  });
}

function settled({ left, restarted }: ProgramRestarts, databases: boolean): ProgramRestarts {
  const ofHost = [...left, ...restarted].filter((unit) => unit !== "ssh").toSorted();
  return {
    installed: true,
    mode: "restarts",
    left: ["ssh", ...(databases ? [] : ofHost)],
    restarted: databases ? ofHost : [],
  };
}

/**
 * sshd re-executes itself for every connection (sshd(8), -r), so what answers is new already, and a restart with a file
 * that somebody broke would shut everybody out. What runs once is not begun anew: AIDE would read the disk again while apt
 * waits for it, and a change that waits to be confirmed would lose its guard.
 */
const never = ["ssh", "secondlock-(?!alerts|keys)", "dailyaidecheck"];
const databaseUnits = ["mariadb", "mysql", "postgresql", "redis", "valkey", "mongod"];

/** `interpscan` had needrestart run as root what others can write (CVE-2024-48990); libraries of interpreters are seen without it. */
function bring({ databases }: Settings, restarts: ProgramRestarts): readonly Change[] {
  if (!canHave(restarts)) return [];
  const rule = (name: string, anew: boolean): string => `$nrconf{override_rc}{qr(^${name})} = ${Number(anew)};`;
  return [
    { kind: "package", package: "needrestart", wanted: "installed" },
    managedFile(path, "what starts anew by itself after an update.", [
      "$nrconf{restart} = 'a';",
      "$nrconf{defno} = 0;",
      "$nrconf{kernelhints} = 0;",
      "$nrconf{ucodehints} = 0;",
      "$nrconf{interpscan} = 0;",
      ...never.map((name) => rule(name, false)),
      ...databaseUnits.map((name) => rule(name, databases !== "left")),
    ]),
  ];
}

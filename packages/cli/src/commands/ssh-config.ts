import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { formatProblems, loadService, suggest, wantedOf } from "@secondlock/service";
import { complain, type Console, refuse, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { sshStanzas } from "../ssh-stanzas.ts";

/** Prints client stanzas for the hosts of the service file. */
export async function sshConfigCommand(
  name: string | undefined,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const file = String(options["file"]);
  const identity = identityOf(options["identity"]);
  if (identity === false)
    return refuse(
      console,
      "--identity takes the path of a key, and ssh_config cannot say this one",
      "a path without quotes, backslashes, ${ and line breaks; a link to the key will do",
      2,
    );
  if (identity !== undefined && !existsSync(untilde(identity)))
    return refuse(console, `there is no key ${identity}`, "name the file of the private key", 2);
  const loaded = await loadService(file);
  if (!loaded.ok) return tellProblems(console, formatProblems(loaded.problems));
  const service = wantedOf(loaded.value);
  const person = service.people.find((one) => one.name === name);
  if (name !== undefined && person === undefined) {
    const names = service.people.map((one) => one.name);
    complain(console, `${file} has no person ${name.slice(0, 80)}`, suggest(name, names, "add it under people:"));
    return 2;
  }
  console.out(sshStanzas(service, { person, identity }, file));
  return 0;
}

function untilde(path: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}

/** A path that ssh finds from any folder; false: nothing that could stand in its configuration. */
function identityOf(given: unknown): string | undefined | false {
  if (typeof given !== "string") return undefined;
  if (given === "" || /["'\\\p{Cc}]|\$\{/u.test(given)) return false;
  return given.startsWith("~/") ? given : resolve(given);
}

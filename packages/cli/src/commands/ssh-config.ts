import { formatProblems, loadService, suggest, wantedOf } from "@secondlock/service";
import { complain, type Console } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { sshStanzas } from "../ssh-stanzas.ts";

/** Prints client stanzas for the hosts of the service file. */
export async function sshConfigCommand(
  name: string | undefined,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const file = String(options["file"]);
  const loaded = await loadService(file);
  if (!loaded.ok) {
    console.err(formatProblems(loaded.problems));
    return 2;
  }
  const service = wantedOf(loaded.value);
  const person = service.people.find((one) => one.name === name);
  if (name !== undefined && person === undefined) {
    const names = service.people.map((one) => one.name);
    complain(console, `${file} has no person ${name.slice(0, 80)}`, suggest(name, names, "add it under people:"));
    return 2;
  }
  console.out(sshStanzas(service, person, file));
  return 0;
}

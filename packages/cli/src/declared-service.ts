import { complain, type Console, tellProblems } from "./console.ts";
import { type Chosen, chooseService } from "./service-of.ts";

/** The service file with the hosts that were asked for. Undefined once it was told why there is none. */
export async function declaredService(
  { file, hosts }: { readonly file: string; readonly hosts: readonly string[] },
  console: Console,
  purpose: string,
): Promise<Chosen | undefined> {
  const choice = await chooseService([], file, hosts);
  if ("problems" in choice) {
    tellProblems(console, choice.problems);
    return undefined;
  }
  if (choice.chosen.from === "file") return choice.chosen;
  complain(console, `${file} is not here, and ${purpose}`, "secondlock init writes a first one");
  return undefined;
}

import { isAbsolute, join } from "node:path";
import { readBounded } from "./bounded-read.ts";
import type { SeenAdmin } from "./seen.ts";

const groups: ReadonlySet<string> = new Set(["sudo", "wheel", "admin"]);
const adminLimit = 200;
const keysLimit = 65_536;

/** Members of the groups that may use sudo, with the public keys that may be read. `root` is where the file system begins. */
export async function lookAtAdmins(root = "/"): Promise<readonly SeenAdmin[]> {
  const members = parseMembers((await readBounded(join(root, "etc/group"), 1_048_576)) ?? "");
  const homes = parseHomes((await readBounded(join(root, "etc/passwd"), 1_048_576)) ?? "");
  const admins: SeenAdmin[] = [];
  for (const account of members.slice(0, adminLimit)) {
    const home = homes.get(account);
    const text =
      home === undefined ? undefined : await readBounded(join(root, home, ".ssh/authorized_keys"), keysLimit);
    admins.push({ account, keys: parseKeyLines(text ?? "") });
  }
  return admins;
}

/** Members of the sudo groups of an /etc/group (group(5)), each once. */
export function parseMembers(text: string): readonly string[] {
  const members = text.split("\n").flatMap((line) => {
    const [name = "", , , list = ""] = line.split(":");
    return groups.has(name) ? list.split(",").map((member) => member.trim()) : [];
  });
  return [...new Set(members)].filter((member) => member !== "");
}

/** Home directories of an /etc/passwd (passwd(5)). */
function parseHomes(text: string): ReadonlyMap<string, string> {
  const entries = text.split("\n").map((line) => line.split(":"));
  return new Map(
    entries.flatMap(([name = "", , , , , home = ""]) =>
      name !== "" && isAbsolute(home) ? [[name, home] as const] : [],
    ),
  );
}

/** Lines of an authorized_keys that are neither empty nor comments. */
function parseKeyLines(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#")).slice(0, 200);
}

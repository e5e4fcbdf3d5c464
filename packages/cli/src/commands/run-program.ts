import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** The path of a program, as execvp(3) finds it; 127 where there is none, 126 where it cannot be started. */
export function programOf(name: string, path: string): string | 126 | 127 {
  const candidates = name.includes("/") ? [name] : path.split(":").map((folder) => join(folder || ".", name));
  const found = candidates.filter(isThere);
  return found.find(isExecutable) ?? (found.length > 0 ? 126 : 127);
}

/** A folder on the path that this user may not look into is passed over, as execvp does. */
function isThere(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

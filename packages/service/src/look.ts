import { hostname, userInfo } from "node:os";
import { lookAtAdmins } from "./look-admins.ts";
import { lookAtNetwork } from "./look-network.ts";
import { lookAtProject } from "./look-project.ts";
import type { Seen } from "./seen.ts";

/** Looks at this machine and the project in `folder`, for `draftService`. Needs no root, runs nothing, changes nothing, never throws for what is absent. */
export async function lookAround(folder: string): Promise<Seen> {
  const [network, admins, project] = await Promise.all([lookAtNetwork(), lookAtAdmins(), lookAtProject(folder)]);
  const user = currentUser();
  return { hostname: hostname(), ...(user === undefined ? {} : { user }), ...network, admins, ...project };
}

function currentUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in /etc/passwd, e.g. in a container.
    return undefined;
  }
}

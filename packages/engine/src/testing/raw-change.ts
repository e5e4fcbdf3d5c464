import type { ServiceWanted } from "@secondlock/model";
import type { Committed } from "../apply/commit.ts";
import { hex } from "../host/request.ts";
import { changeHost, type HardenStep } from "../tasks/harden.ts";
import { passwords } from "../tasks/passwords.ts";
import { readHost } from "../tasks/read-host.ts";
import { routeTo } from "../tasks/routes.ts";

export interface RawChange {
  readonly service: ServiceWanted;
  readonly host: string;
  readonly sshConfig: string;
  readonly password: string;
  /** Seconds to confirm. */
  readonly seconds: number;
  /** Lines of the request, after its head. */
  readonly wishes: readonly string[];
  readonly onStep: (step: HardenStep) => void;
}

/** Makes one change of a host that no plan made, good or bad: for tests of what happens then. Throws when the host cannot be reached. */
export async function rawChange(change: RawChange): Promise<Committed> {
  const { service, host, sshConfig, password, seconds, wishes, onStep } = change;
  const wanted = service.hosts.find(({ id }) => id === host);
  if (wanted === undefined) throw new Error(`there is no host ${host}`);
  const options = { sshConfig, mayAsk: false, attempts: false, full: false };
  const given = passwords({ askPassword: () => Promise.resolve(password), passwordAtHand: true });
  const read = await readHost(wanted, routeTo(wanted, service, options), () => Promise.resolve([]), given, options);
  try {
    if (read.unreachable !== undefined) throw new Error(read.unreachable);
    const head = [`who\t${hex("ada@desk")}`, `seconds\t${seconds}`, `plan\t${hex("a test")}`, `record\t${hex("{}")}`];
    const input = {
      passwords: given,
      who: "ada@desk",
      seconds,
      onStep: (_host: string, step: HardenStep) => onStep(step),
    };
    return await changeHost(read, [...head, ...wishes, ""].join("\n"), input);
  } finally {
    await read.target.close();
  }
}

/** A line of a request that writes a file. */
export function fileWish(path: string, content: string, mode = "644"): string {
  return ["file", hex(path), mode, "root", "root", `+${hex(content)}`].join("\t");
}

export { hostPieces, hostProgram } from "../host/host-program.ts";

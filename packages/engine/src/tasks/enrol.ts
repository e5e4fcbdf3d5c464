import type { HostWanted, PersonWanted, ServiceWanted } from "@secondlock/model";
import { enrolTotp, type Enrolled, type EnrolInput } from "../enrol/enrol-totp.ts";
import { localTarget } from "../targets/local.ts";
import { sshTarget } from "../targets/ssh.ts";
import { routeTo } from "./routes.ts";

export interface EnrolTask extends Omit<EnrolInput, "target" | "account" | "now"> {
  readonly service: ServiceWanted;
  readonly host: HostWanted;
  readonly person: PersonWanted;
  readonly sshConfig?: string | undefined;
  /** True to let ssh ask for passphrases and codes on the terminal. */
  readonly mayAsk: boolean;
}

/** Logs in to the host and gives the person a second factor there. */
export async function enrol(task: EnrolTask): Promise<Enrolled> {
  const { host, service, person, sshConfig, mayAsk } = task;
  const route = routeTo(host, service, { sshConfig, mayAsk });
  const target = route === undefined ? localTarget(host.id) : sshTarget(host.id, route);
  try {
    const connected = await target.connect(task.signal);
    if (!connected.connected)
      return { enrolled: false, left: "kept", because: `${host.id}: ${connected.because}`, hint: connected.hint };
    return await enrolTotp({ ...task, target, account: person.account, now: () => Date.now() / 1_000 });
  } finally {
    await target.close();
  }
}

import { randomBytes } from "node:crypto";
import type { HostWanted, ServiceWanted } from "@secondlock/model";
import { type AlertRecord, alertRecord, loginScript, markedLogin, recordScript } from "../drill/alert-record.ts";
import { sshTarget } from "../targets/ssh.ts";
import { sshSettings } from "../targets/ssh-settings.ts";
import type { AuditOptions } from "./audit-input.ts";
import { passwords, sharedBy } from "./passwords.ts";
import { loginOf } from "./read-host.ts";
import { routeTo } from "./routes.ts";

export interface DrillInput {
  readonly service: ServiceWanted;
  readonly host: HostWanted;
  /** Most seconds to wait for the alert. */
  readonly seconds: number;
  readonly options: Pick<AuditOptions, "sshConfig" | "mayAsk" | "askPassword" | "passwordAtHand" | "signal">;
}

export type Drilled =
  | { readonly made: true; readonly nonce: string; readonly record: AlertRecord }
  | { readonly made: false; readonly because: string; readonly hint: string };

/**
 * Logs in afresh, leaves a mark as root, and asks the host's alerts program what became of both. Whether the message was
 * read is for its reader to say: the nonce stands in it.
 */
export async function drillLoginAlert({ service, host, seconds, options }: DrillInput): Promise<Drilled> {
  const route = routeTo(host, service, options);
  if (route === undefined)
    return { made: false, because: "the service file names no login for this host", hint: "add ssh: to it" };
  const target = sshTarget(host.id, route);
  const nonce = randomBytes(12).toString("hex");
  const limits = { shell: "sh", bytes: 1024 * 1024, signal: options.signal } as const;
  try {
    const connected = await target.connect(options.signal);
    if (!connected.connected) return { made: false, because: connected.because, hint: connected.hint };
    const marked = await target.run(loginScript, { as: "login", seconds: 20, ...limits });
    if (marked.state === "failed") return { made: false, because: marked.because, hint: marked.hint };
    const login = markedLogin(marked.stdout.toString("latin1"));
    if (login === undefined)
      return { made: false, because: "no mark could be left there", hint: "is logger(1) installed?" };
    const rights = options.askPassword === undefined ? "root" : await loginOf(target, options.signal);
    if (rights === "ordinary")
      target.usePassword(await passwords(options).get(host.id, sharedBy(await sshSettings(route))));
    const ran = await target.run(recordScript(nonce, login, seconds), { as: "root", seconds: seconds + 30, ...limits });
    if (ran.state === "failed") return { made: false, because: ran.because, hint: ran.hint };
    const record = alertRecord(ran.stdout.toString("latin1"), nonce);
    const because = ran.refused ?? ran.interrupted ?? "the host's answer stops before its end";
    return record === undefined
      ? { made: false, because, hint: "the record is root's: the login needs sudo there" }
      : { made: true, nonce, record };
  } finally {
    await target.close();
  }
}

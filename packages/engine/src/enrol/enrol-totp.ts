import { noShell } from "../collect/run-reads.ts";
import { sanitiseLine } from "../report/sanitise.ts";
import type { SshTarget } from "../targets/ssh.ts";
import type { RunOptions, Target } from "../targets/target.ts";
import { authenticatorFile, type Enrolment, newEnrolment } from "./enrolment.ts";
import { lookScript, type Said, saidBy, writeScript } from "./host-script.ts";
import { type AskCode, clockProblem, proveCode } from "./prove-code.ts";

export interface EnrolInput {
  /** Connected already. */
  readonly target: Target & Partial<Pick<SshTarget, "usePassword">>;
  readonly account: string;
  /** True: a new secret may take the place of an old one. */
  readonly again: boolean;
  /** Shows the secret to the person, once. */
  readonly show: (enrolment: Enrolment) => void;
  readonly ask: AskCode;
  /** Sudo's password, where the login is not the person's own. */
  readonly askPassword?: (() => Promise<string | undefined>) | undefined;
  /** Hears what the person should know. */
  readonly tell: (what: string, hint: string) => void;
  /** Seconds since 1970, here. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

export type Enrolled =
  | { readonly enrolled: true }
  | {
      readonly enrolled: false;
      /** `kept`: nothing was changed. `unsure`: the connection broke while it was written. */
      readonly left: "kept" | "unsure";
      readonly because: string;
      readonly hint: string;
    };

interface Access {
  readonly as: RunOptions["as"];
  readonly said: Said;
  /** Seconds by which the host's clock is ahead. */
  readonly ahead: number;
}

const kept = (because: string, hint: string): Enrolled => ({ enrolled: false, left: "kept", because, hint });

/**
 * Gives a person a second factor on a host. The secret is made here, shown, proven with a code, and only then written:
 * whoever stops before has changed nothing. It goes to the host on standard input, and is kept nowhere here.
 */
export async function enrolTotp(input: EnrolInput): Promise<Enrolled> {
  const access = await reach(input);
  if ("enrolled" in access) return access;
  const { said, ahead } = access;
  if (said.has("exists") && !input.again)
    return kept(
      `${input.account} has a second factor there already`,
      "--again makes a new one; the old one holds until the new one is proven",
    );
  if (!said.has("module"))
    input.tell(
      "libpam-google-authenticator is not installed there yet, so that no code is asked for",
      "secondlock plan shows what brings it, once somebody is enrolled",
    );
  const wrong = clockProblem(ahead);
  if (wrong !== undefined)
    input.tell(wrong, "codes depend on it: set it right on the host with timedatectl set-ntp true");

  const enrolment = newEnrolment();
  input.show(enrolment);
  const proof = await proveCode(enrolment.secret, input.ask, input.now, ahead);
  if (input.signal?.aborted === true)
    return kept("stopped by you, and nothing was written", "run it again when you are ready");
  if (!proof.proven) return kept(proof.because, proof.hint);
  return await write(input, access, authenticatorFile(enrolment, proof.counter));
}

/** The least that is enough: the person's own login, then root without a password, then root with one. */
async function reach(input: EnrolInput): Promise<Access | Enrolled> {
  const look = lookScript(input.account);
  for (const as of ["login", "root", "password"] as const) {
    if (as === "password") {
      const given = await input.askPassword?.();
      if (given === undefined || input.target.usePassword === undefined) break;
      input.target.usePassword(given);
    }
    const started = input.now();
    const rights = as === "login" ? "login" : "root";
    const ran = await input.target.run(look, {
      as: rights,
      shell: "sh",
      seconds: 20,
      bytes: 256 * 1024,
      signal: input.signal,
    });
    if (ran.state === "failed") return kept(ran.because, ran.hint);
    if (ran.refused !== undefined)
      return kept(ran.refused, "further tries lock the account: make sure of the password first");
    const said = saidBy(ran);
    if (said.has("no-account"))
      return kept(
        `there is no account ${input.account} on the host`,
        "secondlock harden makes it; or name another with `account:`",
      );
    if (said.has("no-home"))
      return kept(`the home of ${input.account} is not there`, "the account needs a home for its second factor");
    const clock = said.get("clock") ?? "";
    if (/^\d{1,12}$/.test(clock)) return { as: rights, said, ahead: Number(clock) - (started + input.now()) / 2 };
    if (!said.has("not-root")) return kept(ran.interrupted ?? noShell(ran), "log in by hand and see what it says");
  }
  return kept(
    `this login is neither ${input.account} nor root`,
    `log in as ${input.account}, or with an account that may use sudo`,
  );
}

async function write(input: EnrolInput, { as }: Access, content: string): Promise<Enrolled> {
  const script = writeScript(input.account, content, input.again);
  const ran = await input.target.run(script, { as, shell: "sh", seconds: 30, bytes: 256 * 1024, signal: input.signal });
  const said = ran.state === "ended" ? saidBy(ran) : new Map<string, string>();
  if (said.get("written") === `400 ${input.account}`) return { enrolled: true };
  const because = said.get("failed") ?? said.get("written");
  if (because !== undefined && ran.state === "ended") {
    const words = sanitiseLine(ran.stderr.split("\n").find((line) => line.trim() !== "") ?? "", 200);
    return kept(words === "" ? because : `${because}: ${words}`, "delete the new entry in the app: it opens nothing");
  }
  return {
    enrolled: false,
    left: "unsure",
    because: ran.state === "failed" ? ran.because : (ran.interrupted ?? "the host did not say that it was written"),
    hint: "keep the entry in the app; run it again, which tells whether it is there",
  };
}

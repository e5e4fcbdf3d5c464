import type { SshTarget } from "../targets/ssh.ts";
import type { MayAsk } from "../targets/ssh-options.ts";
import type { AnyControl, Breach, ServiceWanted, Ways } from "@secondlock/model";

/** What the engine is given to judge by. It knows kinds of facts, probes and states, never a particular control. */
export interface Catalogue {
  readonly controls: readonly AnyControl[];
  readonly ways: readonly Ways[];
  readonly breaches: readonly Breach[];
}

export interface AuditOptions {
  /** `ssh -F`. */
  readonly sshConfig?: string | undefined;
  /** False: read the inside only. */
  readonly attempts: boolean;
  /** Why there are no attempts, for the reports. */
  readonly noAttemptsBecause?: string;
  /** All 65,535 ports instead of the usual 1,000. */
  readonly full: boolean;
  /** Logs in as the declared auditor, which reads and can do nothing else. */
  readonly asAuditor?: boolean;
  /** The auditor's login would read as much: said where a code is asked for and nobody can type it. */
  readonly auditorServes?: boolean;
  /** File of the private key to log in with, instead of those that the user's own ssh offers. */
  readonly identity?: string | undefined;
  /** Lets ssh ask for passphrases and codes on the terminal. */
  readonly mayAsk: MayAsk;
  /** Asked when a host's sudo wants a password, once for all hosts that may share the answer; `again`: that was not the one. Undefined: nobody is there to ask. */
  readonly askPassword?: ((host: string, again?: boolean) => Promise<string | undefined>) | undefined;
  /** Whether that answer disturbs nobody, so that no host is asked first whether its sudo wants one. */
  readonly passwordAtHand?: boolean;
  /** Connections that stand already, by host: nobody types a second code for the same work. */
  readonly standing?: ReadonlyMap<string, SshTarget>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: Progress) => void) | undefined;
  /** Hosts read at once. Default 16. */
  readonly width?: number;
  /** Most seconds for the inside of one host. */
  readonly seconds?: number;
}

export type Progress =
  | { readonly step: "reading"; readonly host: string }
  | { readonly step: "read"; readonly host: string; readonly because?: string }
  | { readonly step: "attempting"; readonly done: number; readonly of: number };

export interface AuditInput {
  readonly service: ServiceWanted;
  /** The service with all its hosts, when only some are audited: for logins through other hosts, and for the answers. */
  readonly whole?: ServiceWanted;
  /** Asked for once the first login is under way, so that loading it costs no time of its own. */
  readonly catalogue: () => Promise<Catalogue>;
  readonly version: string;
  readonly options: AuditOptions;
}

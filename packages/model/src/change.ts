/**
 * One change of a host, as data. Each is either taken back byte for byte from the journal (files, their modes, units,
 * accounts), or listed as what stays (packages).
 */
export type Change =
  | FileChange
  | ModesChange
  | UnitChange
  | AccountChange
  | PackageChange
  | SqlChange
  | CertificateChange;

/** What has to be told once the files are in place; each at most once for all changes together. */
export type Reload =
  | "ssh"
  | "nftables"
  | "sysctl"
  | "journald"
  | "systemd"
  | "time"
  | "mariadb"
  | "postgresql"
  | "nginx"
  | "alerts";

export interface FileChange {
  readonly kind: "file";
  readonly path: string;
  /**
   * The content as it should be, from the content as it is; undefined stands for no file, before and after. Pure, and
   * `content(content(x))` equals `content(x)`.
   */
  readonly content: (before: string | undefined) => string | undefined;
  /** Of a file that is made anew, e.g. `0o600`. One that is there keeps its own. Default: 0644, root. */
  readonly mode?: number;
  readonly owner?: string;
  readonly group?: string;
  /** True: a file that is there gets the mode and owner too. */
  readonly enforceMode?: boolean;
  readonly reload?: Reload;
}

/** Permission bits and owner of something that is there. Its content stays. */
export interface ModesChange {
  readonly kind: "modes";
  readonly path: string;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** What it has now, for the plan. */
  readonly was?: { readonly mode: number; readonly owner: string; readonly group: string };
}

export interface UnitChange {
  readonly kind: "unit";
  /** E.g. `nftables.service`. One that is not there is left alone, unless a package of this plan brings it. */
  readonly unit: string;
  readonly enabled: boolean;
  readonly active: boolean;
  /** True: it is told to read its configuration again, also when nothing else changes. */
  readonly reload?: true;
  /** True: where it runs, it is started anew, and has to run afterwards; a drop-in holds only from then on. */
  readonly restart?: true;
}

/** An account of the system. Its files are never touched. */
export interface AccountChange {
  readonly kind: "account";
  readonly account: string;
  readonly wanted: AccountSettings;
}

export interface AccountSettings {
  /** Makes the account when it is not there: a person with a home, or a service without one. */
  readonly make?: "person" | "service";
  /** `locked`: nothing typed opens it; keys go on working. */
  readonly password?: "locked";
  readonly shell?: string;
  /** Groups that it is put into; a group that is not there is made. */
  readonly into?: readonly string[];
  /** Groups that it is taken out of. */
  readonly outOf?: readonly string[];
  /** Closes it for every way of logging in, keys too. */
  readonly expired?: true;
}

export interface PackageChange {
  readonly kind: "package";
  readonly package: string;
  readonly wanted: "installed" | "removed";
}

/** Statements for a database server, run by the host as the server's own superuser over its socket. No password is in them. */
export interface SqlChange {
  readonly kind: "sql";
  readonly engine: "mysql" | "postgresql";
  readonly port?: number;
  /** The database of PostgreSQL that they are for. */
  readonly database?: string;
  /** In order; of PostgreSQL all or none. */
  readonly statements: readonly string[];
  /** What takes them back, in order. */
  readonly undo: readonly string[];
  /**
   * Accounts of MariaDB or MySQL that change: the host keeps their rows, passwords' hashes and all, and brings them back
   * as they were; `undo` is empty then.
   */
  readonly accounts?: readonly { readonly name: string; readonly host: string }[];
}

/** A key and a certificate that it signs itself, made on the host where there is none; the key never leaves it. */
export interface CertificateChange {
  readonly kind: "certificate";
  /** The certificate; the key lies beside it, `.key` instead of `.crt`, readable for `owner` alone. */
  readonly path: string;
  readonly owner: string;
  /** Names and addresses that it is for. */
  readonly names: readonly string[];
}

/** A file of ours alone, with this content. */
export function ownFile(path: string, content: string, more: Partial<Omit<FileChange, "kind" | "path">> = {}): Change {
  return { kind: "file", path, content: () => content, enforceMode: true, ...more };
}

/** What the service file declares, as plain data. The service package fills it in; controls and ways read it. */
export type Role = "app" | "db" | "backup" | "other";

export interface PersonWanted {
  readonly name: string;
  /** Login name on hosts. Default: the person's name. */
  readonly account: string;
  /** Public keys as in authorized_keys: `ssh-ed25519 AAAA... comment`. */
  readonly keys: readonly string[];
  /** Where the private key lives, e.g. `ada-laptop`: what is lost when it is lost. */
  readonly keyHome: string;
  /** Where the second factor lives; absent when the person has none declared. The same name as `keyHome` means both fall together. */
  readonly secondFactorHome?: string;
  /** Hosts that this person administers, by id. */
  readonly admin: readonly string[];
}

export interface PortWanted {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  /** Why it is open, in the team's own words. */
  readonly reason: string;
  /** Who may reach it: everybody, or the named hosts only. */
  readonly from: "anywhere" | readonly string[];
  /** Closed to all but `from`, until it is opened to one address for a time. */
  readonly onDemand?: true;
  /** The port of the application that it is redirected to. That one is closed from outside. */
  readonly to?: number;
}

/** Literal addresses of another host, public and private. None when only a name is known. */
export interface NeighbourWanted {
  readonly id: string;
  readonly addresses: readonly string[];
  /** Those among them that are private. */
  readonly privateAddresses?: readonly string[];
}

export interface OutboundPortWanted {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  readonly reason: string;
  /** Ids of hosts and literal addresses; or everybody. */
  readonly to: "anywhere" | readonly string[];
}

/** What may go out. `learn` only logs what `enforce` would drop. */
export interface OutboundWanted {
  readonly mode: "learn" | "enforce";
  /** Beside names, time and the system's packages, which are always let out. */
  readonly ports: readonly OutboundPortWanted[];
}

export interface DatabaseWanted {
  readonly name: string;
  readonly engine: "mariadb" | "mysql" | "postgresql";
  readonly host: string;
  /** Account of the application, never the superuser. */
  readonly account?: string;
  /** Name of the schema (MariaDB) or database (PostgreSQL) that the application uses. */
  readonly schema?: string;
  readonly port: number;
  /** Ids of the hosts whose applications connect. */
  readonly clients: readonly string[];
  /** Names of the places that hold backups. */
  readonly backups: readonly string[];
}

export interface ApplicationWanted {
  /** Operating-system account that runs the application. */
  readonly user: string;
  /** Directory of the application's code. */
  readonly directory: string;
  /** Files and directories with production configuration. */
  readonly config: readonly string[];
  /** Private keys of the site's certificates. */
  readonly tlsKeys: readonly string[];
}

/** One sealed file that a host opens. */
export interface SealedFileWanted {
  /** Below the repository, e.g. `.env.sealed`. */
  readonly path: string;
  /** Names of the confirmers; none where the service file names none. */
  readonly confirmers: readonly string[];
  /** Values that are rotated; `every` in days, absent where none is ever overdue. */
  readonly rotate: readonly { readonly name: string; readonly every?: number }[];
}

/**
 * A program's account that audits without a person: it comes with its own key from its own addresses, and runs the collector
 * there, which reads as root what an audit reads, and can change nothing (D09).
 */
export interface AuditorWanted {
  readonly account: string;
  /** Public keys as in authorized_keys. */
  readonly keys: readonly string[];
  /** Literal addresses that it comes from. */
  readonly from: readonly [string, ...string[]];
  /** Where the private key lives: what is lost when it is lost. */
  readonly keyHome: string;
  /** The program that it may run. The engine fills it in, which alone knows what an audit reads. */
  readonly collector?: Collector;
}

export interface Collector {
  readonly text: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly digest: string;
}

/** Its account where the service file names none; no person is called so. */
export const usualAuditor = "secondlock-auditor";

/** A declared account that exists only so that a password may be tried on it. */
export interface ThrowawayAccount {
  readonly account: string;
  /** Where the operator's password for it comes from: the name of an environment variable. */
  readonly passwordFrom: string;
}

export interface Exception {
  readonly control: string;
  readonly host: string;
  /** Last day on which it holds, ISO date. */
  readonly until: string;
  readonly reason: string;
}

/** Where alerts go. A text of the form `sealed:NAME` stands for a secret that only the host gets to know. */
export type AlertChannelWanted =
  | { readonly kind: "webhook" | "slack"; readonly name: string; readonly url: string }
  | { readonly kind: "pushover"; readonly name: string; readonly token: string; readonly user: string }
  | {
      readonly kind: "smtp";
      readonly name: string;
      readonly server: string;
      readonly port: number;
      readonly from: string;
      readonly to: readonly string[];
      readonly account?: string;
      readonly password?: string;
    };

/** Logins, or one command with sudo, of one account from one address that nobody is told of; they are still recorded. */
export interface QuietWanted {
  readonly account: string;
  readonly from: string;
  readonly command?: string;
  readonly reason: string;
}

/** Who is told of every login, sudo and new key. */
export interface AlertsWanted {
  readonly channels: readonly AlertChannelWanted[];
  readonly quiet: readonly QuietWanted[];
}

export interface HostWanted {
  readonly id: string;
  readonly role: Role;
  /** `user@address[:port]` parts of the administrator's own login; absent for this machine. */
  readonly ssh?: SshLogin;
  /** Id of the host that the login jumps through. */
  readonly via?: string;
  /** Public addresses or names, IPv4 and IPv6, that a stranger would use. */
  readonly addresses: readonly string[];
  readonly privateAddresses: readonly string[];
  readonly region?: string;
  readonly vendor?: string;
  /** People who administer this host. Empty when nobody is declared. */
  readonly admins: readonly PersonWanted[];
  /** Whether the service file says who administers; without it accounts cannot be judged against a roster. */
  readonly peopleDeclared: boolean;
  /** True once the day has come from which nobody gets in without a second factor; absent when no day is declared. */
  readonly secondFactorDue?: boolean;
  readonly ports: readonly PortWanted[];
  readonly portsDeclared: boolean;
  /** The other hosts that this one's ports, in and out, are declared for. */
  readonly neighbours: readonly NeighbourWanted[];
  /** Absent: everything may go out. */
  readonly outbound?: OutboundWanted;
  /** Our own nftables table takes the place of ufw, firewalld and saved iptables rules. Absent: what is there stays. */
  readonly firewall?: "nftables";
  readonly databases: readonly DatabaseWanted[];
  readonly application?: ApplicationWanted;
  /** Sealed files that it opens. Absent: none is declared. */
  readonly sealed?: readonly SealedFileWanted[];
  readonly throwaway?: ThrowawayAccount;
  /** Absent: every audit is made over an administrator's own login. */
  readonly auditor?: AuditorWanted;
  /** Absent: no channel is declared. */
  readonly alerts?: AlertsWanted;
  /** Things declared on purpose, e.g. `router`, `agent-forwarding`, `tcp-forwarding`, `docker`, `console-recovery`. */
  readonly allow: readonly string[];
  /** Names of the sites this host serves, e.g. `shop.example`. */
  readonly sites: readonly string[];
}

export interface ServiceWanted {
  readonly name: string;
  readonly hosts: readonly HostWanted[];
  readonly people: readonly PersonWanted[];
  readonly databases: readonly DatabaseWanted[];
  readonly sites: readonly string[];
  readonly repositories: readonly string[];
  /** Ids of secrets named in the service file. */
  readonly secrets: readonly string[];
  /** Vendors whose console can reset something of ours: `{ name, controls: what }`. */
  readonly vendors: readonly VendorWanted[];
  readonly backupPlaces: readonly BackupPlaceWanted[];
  readonly alerts: readonly string[];
  readonly exceptions: readonly Exception[];
  /** A machine of ours that no allow-list names: attempts are also made from there. */
  readonly stranger?: SshLogin;
}

export interface SshLogin {
  readonly user: string;
  readonly address: string;
  readonly port: number;
}

export interface VendorWanted {
  readonly name: string;
  /** What falls with this vendor's console, e.g. `hosts`, `dns`, `mail`. */
  readonly holds: readonly string[];
}

export interface BackupPlaceWanted {
  readonly name: string;
  readonly vendor?: string;
  readonly region?: string;
}

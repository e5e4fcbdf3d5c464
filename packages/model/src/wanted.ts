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
  readonly ports: readonly PortWanted[];
  readonly portsDeclared: boolean;
  readonly databases: readonly DatabaseWanted[];
  readonly application?: ApplicationWanted;
  readonly throwaway?: ThrowawayAccount;
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

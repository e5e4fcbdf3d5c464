/** What was observed on this machine and in this project. Everything may be absent; every text is foreign. */
export interface Seen {
  readonly hostname?: string;
  /** Account that runs Secondlock. */
  readonly user?: string;
  readonly listeners: readonly SeenListener[];
  /** Members of the groups that may use sudo. */
  readonly admins: readonly SeenAdmin[];
  /** Addresses of the network interfaces, without loopback. */
  readonly addresses: readonly string[];
  readonly repository?: SeenRepository;
  /** `name` of package.json. */
  readonly packageName?: string;
  /** Files of the project that say how it runs, e.g. `.env`, `compose.yaml`: that they exist, never what they hold. */
  readonly files: readonly string[];
  readonly databases: readonly SeenDatabase[];
}

export interface SeenListener {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  /** Whether only this machine reaches it. */
  readonly loopback: boolean;
  readonly process?: string;
}

export interface SeenAdmin {
  readonly account: string;
  /** Lines of authorized_keys; empty when they may not be read. */
  readonly keys: readonly string[];
}

export interface SeenRepository {
  /** Folder that holds `.git`. */
  readonly folder: string;
  /** URL of `origin`, without user and password. */
  readonly remote?: string;
}

export interface SeenDatabase {
  readonly engine: "mariadb" | "mysql" | "postgresql";
}

/** Nothing seen: a start for tests and for machines that show nothing. */
export const nothingSeen: Seen = { listeners: [], admins: [], addresses: [], files: [], databases: [] };

/** Where a process listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** How a confirmer runs. */
export interface ServiceOptions {
  /** See ServiceFolder. */
  readonly folder: string;
  readonly listen: ListenAddress;
  /** For the health page and metrics; undefined: nowhere. */
  readonly health: ListenAddress | undefined;
  /** Where hosts reach it; undefined: where it listens. */
  readonly origin: string | undefined;
  /** Path of the master key; undefined: see masterKey. */
  readonly masterKey: string | undefined;
  /** Path of a file with the address of a PostgreSQL database; undefined: SQLite and files in the folder. */
  readonly postgres: string | undefined;
  /** Paths of PEM files; undefined: it speaks HTTP without TLS. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** Processes that answer. */
  readonly workers: number;
  /** Path of a file with the address that alerts are posted to. */
  readonly alertWebhook: string | undefined;
  /** Path of a program that gets alerts. */
  readonly alertCommand: string | undefined;
}

/** `127.0.0.1:8440`, `[::1]:8440`; undefined for other texts. Names are for resolvers, which this does not ask. */
export function readListenAddress(text: string): ListenAddress | undefined {
  const [, v6, v4, port = ""] = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? v4;
  return host === undefined ||
    Number(port) > 65_535 ||
    !URL.canParse(`http://${v6 === undefined ? host : `[${host}]`}/`)
    ? undefined
    : { host, port: Number(port) };
}

export function listenText({ host, port }: ListenAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Whether only this machine can reach it. */
export function isLoopback({ host }: ListenAddress): boolean {
  return host === "::1" || host.startsWith("127.");
}

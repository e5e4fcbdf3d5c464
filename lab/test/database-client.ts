import type { CommandResult, Host } from "@secondlock/lab";

export interface DatabaseLogin {
  /** Address of the database's host. */
  readonly to: string;
  readonly account: string;
  readonly password: string;
  readonly schema: string;
  readonly encrypted?: false;
}

/** The database host's own client program, started from another host's place on the network. */
export function mariadbFrom(from: Host, server: Host, login: DatabaseLogin, statement: string): Promise<CommandResult> {
  const tls = ["--ssl-ca=/etc/mysql/tls/server.crt", "--ssl-verify-server-cert"];
  const argv = ["chroot", server.root, "mariadb", "--no-defaults", "--protocol=tcp", "--connect-timeout=2"];
  const how = login.encrypted === false ? ["--skip-ssl"] : tls;
  const who = [`--host=${login.to}`, `--user=${login.account}`, "--batch", "--skip-column-names"];
  return from.probe([...argv, ...how, ...who, "--execute", statement, login.schema], {
    env: { MYSQL_PWD: login.password },
  });
}

export function postgresqlFrom(
  from: Host,
  server: Host,
  login: DatabaseLogin,
  statement: string,
): Promise<CommandResult> {
  const tls = "sslmode=verify-ca sslrootcert=/etc/ssl/certs/ssl-cert-snakeoil.pem";
  const how = login.encrypted === false ? "sslmode=disable" : tls;
  const target = `host=${login.to} user=${login.account} dbname=${login.schema} connect_timeout=2 ${how}`;
  return from.probe(["chroot", server.root, "psql", "-XAtqw", "--dbname", target, "--command", statement], {
    env: { PGPASSWORD: login.password },
  });
}

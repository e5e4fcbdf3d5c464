import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { asServer, ownFolder, type OwnServer, startServer } from "./own-server.ts";

const installed = "/usr/lib/postgresql";
const user = "owner";

/** Where Debian's PostgreSQL keeps its programs, the newest one; undefined: there is none. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(installed)) return undefined;
  const [newest] = readdirSync(installed).toSorted((a, b) => Number(b) - Number(a));
  const programs = join(installed, newest ?? "", "bin");
  return existsSync(join(programs, "initdb")) ? programs : undefined;
}

/** What `pg` takes to connect: a socket, no password. */
export interface PostgresConnection {
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

/** A real PostgreSQL of a test's own. Its files are synced as in production. */
export async function startPostgres(): Promise<OwnServer & { readonly connection: PostgresConnection }> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error("there is no PostgreSQL here\nhint: apt-get install postgresql");
  const directory = ownFolder("postgres");
  const data = join(directory, "data");
  try {
    await asServer([join(programs, "initdb"), "-D", data, "-U", user, "-A", "trust", "--no-sync", "-E", "UTF8"]);
    const connection = { host: directory, user, database: "postgres" };
    const settings = [`unix_socket_directories=${directory}`, "listen_addresses=", "logging_collector=off"];
    const server = await startServer({
      name: "PostgreSQL",
      directory,
      argv: [
        ...["sh", "-c", `exec "$@" >>log 2>&1`, "sh", join(programs, "postgres"), "-D", data],
        ...settings.flatMap((one) => ["-c", one]),
      ],
      answers: () => isReady(data) && spawnSync(join(programs, "pg_isready"), ["-q", "-h", directory]).status === 0,
    });
    return { ...server, connection };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

/** A file of an earlier life says so too, hence the question to the server as well. */
function isReady(data: string): boolean {
  const file = join(data, "postmaster.pid");
  return existsSync(file) && /^ready/m.test(readFileSync(file, "utf8"));
}

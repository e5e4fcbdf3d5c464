import { existsSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { ownFolder, type OwnServer, startServer } from "./own-server.ts";

/** Debian 12 has Redis 7.0, from which Valkey came: the same commands, the same protocol. */
const programs = ["valkey-server", "redis-server"];

export function redisProgram(): string | undefined {
  const places = (process.env["PATH"] ?? "").split(delimiter);
  return programs.flatMap((name) => places.map((place) => join(place, name))).find((path) => existsSync(path));
}

/** A real Valkey or Redis of a test's own, on a socket. */
export async function startRedis(): Promise<OwnServer & { readonly socket: string }> {
  const program = redisProgram();
  if (program === undefined) throw new Error("there is no Valkey here\nhint: apt-get install redis-server");
  const directory = ownFolder("redis");
  const socket = join(directory, "socket");
  const settings = ["--port", "0", "--unixsocket", socket, "--dir", directory, "--logfile", "log", "--save", ""];
  const server = await startServer({
    name: "Redis",
    directory,
    argv: [program, ...settings, "--appendonly", "yes", "--appendfsync", "always"],
    answers: () => pong(socket),
  });
  return { ...server, socket };
}

function pong(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const client = connect({ path });
    client.on("error", () => resolve(false));
    client.on("connect", () => client.write("PING\r\n"));
    client.on("data", (chunk) => {
      client.destroy();
      resolve(chunk.toString("utf8").startsWith("+PONG"));
    });
  });
}

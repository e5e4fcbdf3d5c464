import { postgresPrograms } from "./postgres.ts";
import { redisProgram } from "./redis.ts";

export type { OwnServer } from "./own-server.ts";
export { startPostgres, type PostgresConnection } from "./postgres.ts";
export { startRedis } from "./redis.ts";

/** For `describe.skipIf(!serversReady())`. Says in one line what is missing. With CI=true it throws. */
export function serversReady(): boolean {
  const missing = [
    ...(postgresPrograms() === undefined ? ["postgresql"] : []),
    ...(redisProgram() === undefined ? ["redis-server"] : []),
  ];
  if (missing.length === 0) return true;
  const message = `tests with real databases cannot run here: this machine lacks the Debian packages ${missing.join(", ")}`;
  if (process.env["CI"] === "true") throw new Error(`${message}\nhint: in CI a skipped test counts as a failed one`);
  console.warn(`skipped: ${message}`);
  return false;
}

import { Client } from "pg";
import type { Prove } from "../rotation-order.ts";

/** The shop's two login roles. */
export const roles = ["shop_a", "shop_b"] as const;

/** Logs in with a value of the file, and says as whom; undefined where that is refused. */
export async function logIn(value: string): Promise<string | undefined> {
  const client = new Client({ connectionString: value });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ session_user: string }>("SELECT session_user");
    return rows[0]?.session_user;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The host opens the file, logs in, and says as whom. */
export function proofOf(value: () => Promise<string>): Prove {
  return async (_, expected) =>
    (await logIn(await value())) === expected
      ? { ok: true, value: undefined }
      : { ok: false, reason: "not-proven", detail: "another role" };
}

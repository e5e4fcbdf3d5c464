import { reasons, signDescribed } from "@secondlock/signatures";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { givenFile } from "../given-file.ts";
import { givenSigningKey } from "../given-key.ts";

const longestBody = 16 * 1024 * 1024;

/** Prints the headers that sign a request. */
export async function signCommand(
  method: string,
  url: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const lifetime = Number(options["lifetime"]);
  if (!Number.isInteger(lifetime) || lifetime < 1 || lifetime > 86_400)
    return refuse(console, "--lifetime takes seconds, from 1 to 86400", "--lifetime 60", 2);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    return refuse(console, `${url} is no address that a request goes to`, "it begins with http:// or https://", 2);
  const key = await givenSigningKey(String(options["key"]), String(options["keyid"]));
  if (!key.ok) return refuse(console, key.because, key.hint, 2);
  const body = typeof options["body"] === "string" ? await givenFile(options["body"], longestBody) : undefined;
  if (body?.ok === false) return refuse(console, body.because, "name the file of the body, or - for standard input", 2);
  const described = {
    method,
    url,
    headers: (options["header"] as readonly string[] | undefined) ?? [],
    ...(body === undefined ? {} : { body: body.bytes }),
  };
  const made = await signDescribed(described, {
    ...{ key: key.key, lifetime, label: String(options["label"]) },
    ...(typeof options["tag"] === "string" ? { tag: options["tag"] } : {}),
    ...(options["cover"] === undefined ? {} : { components: options["cover"] as readonly string[] }),
  });
  if (!made.ok)
    return refuse(console, `it cannot be signed: ${reasons[made.reason]}`, `${made.reason}: ${made.detail ?? url}`, 2);
  const { signed, curl } = made;
  const lines = [...described.headers, ...made.lines];
  if (options["json"] === true)
    console.out(`${JSON.stringify({ headers: lines, base: signed.base, curl }, null, 2)}\n`);
  else console.out(options["showBase"] === true ? `${signed.base}\n` : lines.map((line) => `${line}\n`).join(""));
  return 0;
}

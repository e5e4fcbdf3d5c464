import {
  definePolicy,
  isResponse,
  memoryNonces,
  parseHttpText,
  type Policy,
  type PolicyOptions,
  reasons,
  type Refusal,
  type Verified,
  verify,
} from "@secondlock/signatures";
import { complain, type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { givenFile } from "../given-file.ts";
import { givenVerifyingKey } from "../given-key.ts";

const longest = 16 * 1024 * 1024;

/** Verifies a request as it stands in a file, and says why where it does not verify. */
export async function verifyCommand(
  file: string | undefined,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const key = await givenVerifyingKey(String(options["key"]));
  if (!key.ok) return refuse(console, key.because, key.hint, 2);
  const given = await givenFile(file ?? "-", longest);
  if (!given.ok) return refuse(console, given.because, "name the file of the request, or send it to standard input", 2);
  const text = parseHttpText(given.bytes, { scheme: options["http"] === true ? "http" : "https" });
  if (!text.ok || isResponse(text.value.message)) {
    const because = text.ok ? "this is a response" : (text.detail ?? reasons[text.reason]);
    return refuse(
      console,
      `${file ?? "standard input"} holds no request: ${because}`,
      "POST /orders HTTP/1.1, headers, an empty line, the body",
      2,
    );
  }
  const { message, body } = text.value;
  const keyid = options["keyid"];
  const at = typeof options["at"] === "string" ? Date.parse(options["at"]) / 1_000 : undefined;
  if (Number.isNaN(at)) return refuse(console, "--at takes a time", "--at 2026-11-21T20:00:00Z", 2);
  const policy = policyOf(options, at, (id) => (keyid === undefined || id === keyid ? key.key : undefined));
  if (typeof policy === "string") return refuse(console, policy, "secondlock verify --help shows the options", 2);
  const result = await verify(message, policy, body);
  if (options["json"] === true) console.out(`${JSON.stringify(asJson(result), null, 2)}\n`);
  else if (result.ok) tell(result, options["showBase"] === true, console);
  else tellRefusal(result, options["showBase"] === true, console);
  return result.ok ? 0 : 1;
}

const usual: NonNullable<PolicyOptions["parameters"]> = ["created", "expires", "nonce", "keyid"];

function policyOf(
  options: Record<string, unknown>,
  at: number | undefined,
  keys: PolicyOptions["keys"],
): Policy | string {
  const demanded = (options["demand"] as typeof usual | undefined) ?? usual;
  const tag = options["tag"];
  try {
    return definePolicy({
      ...{ keys, maximumBody: longest, ...(at === undefined ? {} : { now: () => at }) },
      // one request is no replay: a store only because who demands a nonce has to have one
      ...(demanded.includes("nonce") ? { nonces: memoryNonces() } : {}),
      parameters: typeof tag === "string" ? [...demanded, "tag"] : demanded,
      ...(typeof tag === "string" ? { tag } : {}),
      ...(options["label"] === undefined ? {} : { labels: options["label"] as readonly string[] }),
      ...(options["cover"] === undefined ? {} : { components: options["cover"] as readonly string[] }),
    });
  } catch (error) {
    // what a person typed, and no bug of ours
    if (error instanceof TypeError) return error.message.replace(/^definePolicy: /, "");
    throw error;
  }
}

function tell({ signatures }: Verified, showBase: boolean, console: Console): void {
  for (const { label, algorithm, parameters, components, base } of signatures) {
    const covers = components.map(({ id }) => id).join(" ");
    console.out(`${label}: verified, ${algorithm}, key ${parameters.keyid ?? "without a name"}, covers ${covers}\n`);
    if (showBase) console.out(`${base}\n`);
  }
}

function tellRefusal({ reason, label, detail, base }: Refusal, showBase: boolean, console: Console): void {
  if (showBase && base !== undefined) console.out(`${base}\n`);
  const about = [label, detail].filter((part) => part !== undefined).join(", ");
  complain(
    console,
    `refused: ${reasons[reason]}${about === "" ? "" : ` (${about})`}`,
    base !== undefined
      ? "compare line by line what --show-base prints here, and where the same request is signed"
      : `the reason's name is ${reason}: packages/signatures/README.md`,
  );
}

function asJson(result: Verified | Refusal): object {
  if (!result.ok) return result;
  return {
    ok: true,
    signatures: result.signatures.map(({ label, algorithm, parameters, components, base }) => ({
      ...{ label, algorithm, parameters, base },
      components: components.map(({ id }) => id),
    })),
  };
}

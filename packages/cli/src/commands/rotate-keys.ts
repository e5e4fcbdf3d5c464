import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { formatProblems, loadService, type RotationWanted, sealedFilesOf } from "@secondlock/service";
import { readTrustedFile } from "@secondlock/vault/file";
import {
  byHand,
  forgetRotation,
  postgresRoles,
  type Prove,
  type Provider,
  psql,
  rotate,
  runCommandLine,
  takeBack,
  waits,
} from "@secondlock/vault/third-party";
import { complain, type Console, refuse, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { type Interrupt, onInterrupt } from "../interrupt.ts";
import { sayYes } from "../say-yes.ts";
import { secretInput } from "../secret-input.ts";
import { refuseEdit } from "../unedited.ts";
import { tellUnrotated } from "../unrotated.ts";
import { deskOf } from "./set.ts";
import { graceOf } from "./policy-options.ts";

/** Milliseconds that a host may take for its proof: it may have to be deployed first. */
const patience = 1_800_000;

/**
 * Rotates values of a sealed file at their providers, or goes on with that. Takes `file`, `home`, `service`, `testWith`, `psql`,
 * `grace` (`2h`), `oldIsGone`, `takeBack` and `forget`. Gives 6 where something is waited for.
 */
export async function rotateKeysCommand(
  names: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const { home, file } = deskOf(options);
  const seconds = graceOf(String(options["grace"]));
  if (seconds === undefined) return refuse(console, "--grace takes a time", "2h, 7d; 0: not at all", 2);
  const grace = seconds * 1_000;
  const trusted = await readTrustedFile(home, file);
  if (!trusted.ok) return refuseEdit(console, trusted);
  const hosts = new Set(trusted.value.sealed.wraps.map(({ content }) => content.host));
  const { testWith } = options;
  if (typeof testWith === "string" && hosts.size > 1 && !testWith.includes("{host}"))
    return refuse(
      console,
      `each of ${[...hosts].join(", ")} has to prove, and --test-with is one command`,
      "write {host} in it where the name of the host belongs",
      2,
    );
  const there = new Set(trusted.value.sealed.values.map(({ name }) => name));
  const missing = names.find((name) => !there.has(name));
  if (missing !== undefined)
    return refuse(
      console,
      `${missing} is not in ${file}`,
      "secondlock secrets lists what is; secondlock set adds one",
      2,
    );
  const wanted = await wantedIn(String(options["service"]), file);
  if ("problems" in wanted) return tellProblems(console, wanted.problems);

  const interrupt = onInterrupt();
  let status: ExitCode = 0;
  for (const name of names) {
    const provider = providerOf(wanted.rotate.get(name) ?? { name, provider: "by-hand" }, options, console, interrupt);
    if (typeof provider === "number") status = worse(status, provider);
    else status = worse(status, await rotateOne({ home, file, name, provider, grace }, options, console));
    if (interrupt.signal.aborted) break;
  }
  interrupt.release();
  return interrupt.signal.aborted ? 130 : status;
}

interface One {
  readonly home: string;
  readonly file: string;
  readonly name: string;
  readonly provider: Provider;
  readonly grace: number;
}

async function rotateOne(order: One, options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const { name, file } = order;
  if (options["forget"] === true) {
    const forgotten = await forgetRotation(order);
    if (!forgotten.ok) return tellUnrotated(console, name, forgotten);
    console.out(`The rotation of ${name} is forgotten. What its provider and ${file} have stays as it is.\n`);
    return 0;
  }
  if (options["takeBack"] === true) {
    const turned = await takeBack(order);
    if (!turned.ok) return tellUnrotated(console, name, turned);
  }
  const { testWith } = options;
  const prove = typeof testWith === "string" ? proveWith(testWith) : undefined;
  const done = await rotate({
    ...order,
    prove,
    told(step) {
      if (step === "set") console.err(`secondlock: ${name} is set in ${file}: commit it, and deploy it\n`);
      if (step === "proven") console.err(`secondlock: every host has proven that it uses the new ${name}\n`);
    },
  });
  if (!done.ok) return tellUnrotated(console, name, done, waits.includes(done.reason));
  console.out(`${name} is rotated, and the old one has ended.\n`);
  return 0;
}

/** A command of the user's that makes a host use the new key; the last line that it says has to be the answer. */
function proveWith(command: string): Prove {
  return async (host, expected) => {
    const said = await runCommandLine(command.replaceAll("{host}", host), "", patience);
    if (!said.ok) return { ok: false, reason: "not-proven", detail: said.detail ?? "" };
    if (said.value.trimEnd().split("\n").at(-1)?.trim() === expected) return { ok: true, value: undefined };
    return { ok: false, reason: "not-proven", detail: `the last line of its answer is not ${expected}` };
  };
}

type Wanted = { readonly rotate: ReadonlyMap<string, RotationWanted> } | { readonly problems: string };

/** What the service file says of the values of one sealed file; without a service file everything is by hand. */
async function wantedIn(service: string, file: string): Promise<Wanted> {
  if (!existsSync(service)) return { rotate: new Map() };
  const loaded = await loadService(service);
  if (!loaded.ok) return { problems: formatProblems(loaded.problems) };
  const path = relative(dirname(resolve(service)), resolve(file));
  const found = sealedFilesOf(loaded.value).find((each) => each.path === path);
  return { rotate: new Map((found?.rotate ?? []).map((each) => [each.name, each])) };
}

function providerOf(
  { name, provider, roles, owner, url }: RotationWanted,
  options: Record<string, unknown>,
  console: Console,
  { signal }: Interrupt,
): Provider | ExitCode {
  if (provider === "postgresql") {
    if (roles === undefined || url === undefined) {
      const hint = `add url: to ${name} in the service file, e.g. postgresql://db-1.internal:5432/shop`;
      return refuse(console, `nobody has said which database ${name} is for`, hint, 2);
    }
    const sql = psql(typeof options["psql"] === "string" ? options["psql"] : "psql");
    return postgresRoles({ roles, url, sql, ...(owner === undefined ? {} : { owner }) });
  }
  return byHand({
    async newValue() {
      console.err(
        `secondlock: make a new ${name} at its provider, keep the old one there, and give the new one here\n`,
      );
      const secret = await secretInput(name, signal);
      if ("value" in secret) return secret.value;
      complain(console, secret.because, secret.hint);
      return undefined;
    },
    oldIsGone: async () =>
      options["oldIsGone"] === true ||
      (await sayYes(`The new ${name} is proven. Have you ended the old one at its provider?`, signal)),
  });
}

/** An error counts more than waiting, and that more than being done. */
function worse(one: ExitCode, other: ExitCode): ExitCode {
  const order: readonly ExitCode[] = [0, 6, 5, 2, 4];
  return order.indexOf(other) > order.indexOf(one) ? other : one;
}

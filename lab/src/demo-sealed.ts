import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type CommandResult, run } from "./command.ts";
import { startLab } from "./lab.ts";
import { missingForLab } from "./requirements.ts";

// Seals a real .env, shows what each leak of it opens (nothing), opens it in policy with the confirmer on another machine of the lab,
// revokes, shows the refusal, and breaks glass with Debian's age. Needs no network; without root, all of it are processes here.

const root = join(import.meta.dirname, "../..");
const command = join(root, "packages/cli/bin/secondlock.js");
const missing = missingForLab();
const lab =
  missing.length === 0
    ? await startLab({
        hosts: { "app-1": { role: "bare" }, stranger: { role: "bare" } },
        say: (line) => console.error(line),
      })
    : undefined;
if (lab === undefined)
  console.log(
    `# no lab here (${missing.join("; ")}): confirmer, host and thief are processes of this machine, on loopback`,
  );

const desk = mkdtempSync(join(tmpdir(), "secondlock-demo-"));
const address = lab?.operator.ipv4 ?? "127.0.0.1";
const env = { SECONDLOCK_HOME: join(desk, "home"), HOME: desk, NO_COLOR: "1" };
type Place = "desk" | "app-1" | "stranger";

/** Runs the command somewhere, and shows what it says. */
async function secondlock(
  place: Place,
  args: readonly string[],
  how: { readonly input?: string; readonly lines?: number; readonly quiet?: true } = {},
): Promise<CommandResult> {
  const argv = ["env", "-C", desk, process.execPath, command, ...args];
  const options = { env, timeoutMs: 60_000, ...(how.input === undefined ? {} : { input: how.input }) };
  const said =
    lab === undefined
      ? await run(argv, options)
      : await (place === "desk" ? lab.operator.exec(argv, options) : lab.hosts[place].probe(argv, options));
  if (how.quiet !== true) {
    console.log(`\n${place}$ secondlock ${args.join(" ").replaceAll(/age1[a-z0-9]{50,}/g, "age1...")}`);
    const text = `${said.stdout}${said.stderr}`.trimEnd();
    if (text !== "")
      console.log(
        text
          .split("\n")
          .slice(0, how.lines ?? 12)
          .map((line) => line.slice(0, 160))
          .join("\n"),
      );
  }
  return said;
}

function say(text: string): void {
  console.log(`\n# ${text}`);
}

let confirmer: ChildProcess | undefined;
try {
  writeFileSync(
    join(desk, ".env"),
    "DATABASE_URL=postgres://shop:correct-horse@db-1/shop\nSTRIPE_KEY=sk_demo_not_a_real_key\n",
  );
  say("a .env, as it lies in many repositories");
  console.log(readFileSync(join(desk, ".env"), "utf8").trimEnd());

  say("pages for three people; two of them open everything when all else fails");
  const pages = await secondlock("desk", ["recovery", "split", "--print"], { quiet: true });
  const [recipient = ""] = /age1[a-z0-9]+/.exec(pages.stdout + pages.stderr) ?? [];
  const shares = [...pages.stdout.matchAll(/slshare1:[0-9a-f: ]+(?:\n[ ]*[0-9a-f: ]+)*/g)].map(([share]) =>
    share.replaceAll(/\s+/g, " ").trim(),
  );
  console.log(`${new Set(shares).size} shares, of which one begins ${shares[0]?.slice(0, 24)}...`);

  say(`the confirmer, on a machine of its own (${address}); its console says a code`);
  const argv = [
    process.execPath,
    command,
    "confirmer",
    "--folder",
    join(desk, "confirmer"),
    "--listen",
    `${address}:8440`,
    "--health",
    "none",
  ];
  confirmer =
    lab === undefined
      ? spawn(argv[0]!, argv.slice(1), { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "ignore"] })
      : lab.operator.spawn(argv, { stdio: ["ignore", "pipe", "ignore"] });
  const console_ = createInterface({ input: confirmer.stdout! })[Symbol.asyncIterator]();
  const code = [String((await console_.next()).value), String((await console_.next()).value)]
    .map((line) => (console.log(line), line))[1]!
    .replace(/^.*: /, "");
  await secondlock("desk", ["owner", "enrol", `http://${address}:8440`, "--as", "confirmer-1", "--name", "ada"], {
    input: `${code}\n`,
  });

  say("app-1 has keys of its own, which never leave it; the file is sealed for it alone");
  const keys = ["--keys", join(desk, "keys-app-1"), "--as", "app-1"];
  writeFileSync(
    join(desk, "app-1.card"),
    (await secondlock("app-1", ["host", "card", ...keys], { quiet: true })).stdout,
  );
  const source = `${lab?.hosts["app-1"].ipv4 ?? "127.0.0.1"}/32`;
  const sealed = await secondlock(
    "desk",
    ["seal", "--card", "app-1.card", "--source", source, "--recovery", recipient],
    { lines: 1 },
  );
  const owner = (await secondlock("desk", ["owner", "me"], { quiet: true })).stdout.trim().split(" ")[1] ?? "";
  const invitation = sealed.stdout.split("\n").find((line) => line.startsWith("secondlock-invitation ")) ?? "";
  const wraps = await secondlock("app-1", ["host", "wrap", ...keys, "--owner", owner], {
    input: invitation,
    quiet: true,
  });
  await secondlock("desk", ["host", "finish"], { input: wraps.stdout });
  await secondlock("app-1", ["trust", ".env.sealed", "--keys", join(desk, "keys-app-1"), "--owner", owner], {
    quiet: true,
  });
  rmSync(join(desk, ".env"));

  say("what everybody may read now");
  console.log(
    readFileSync(join(desk, ".env.sealed"), "utf8")
      .split("\n")
      .map((line) => line.slice(0, 120))
      .join("\n")
      .trimEnd(),
  );

  const show = ["--", "sh", "-c", 'echo "the program has: $DATABASE_URL"'];
  say("in policy: both locks, and the program has its environment; no disk does");
  await secondlock("app-1", ["run", ...keys, ...show]);

  say("leak 1: the file is published. Whoever has it has no key");
  await secondlock("stranger", ["run", "--keys", join(desk, "nothing"), "--as", "app-1", ...show]);

  say("leak 2: the file and both keys of the host, on a stranger's machine");
  cpSync(join(desk, "keys-app-1"), join(desk, "stolen"), { recursive: true });
  if (lab === undefined) console.log("(a stranger's address needs the lab: npm run demo:sealed as root)");
  else await secondlock("stranger", ["run", "--keys", join(desk, "stolen"), "--as", "app-1", ...show]);

  say("leak 3: the confirmer's disk, without the master key that is delivered to it");
  mkdirSync(join(desk, "elsewhere"));
  await run(["cp", "-a", join(desk, "confirmer"), join(desk, "elsewhere/confirmer")]);
  await secondlock(
    "stranger",
    ["confirmer", "--folder", join(desk, "elsewhere/confirmer"), "--listen", "127.0.0.1:8449", "--health", "none"],
    { lines: 4 },
  );

  console.log("(packages/vault/src/leaks.test.ts tries every combination of all that can leak)");

  say("the owner revokes; from the next request on app-1 opens nothing either");
  await secondlock("desk", ["revoke", "app-1"]);
  await secondlock("app-1", ["run", ...keys, ...show]);
  await secondlock("desk", ["log", "--folder", join(desk, "confirmer"), "--from", "2"]);

  say("break glass: two shares, Python and Debian's age; nothing of Secondlock");
  const [first = "", second = ""] = [...new Set(shares)];
  const recovery = join(root, "packages/vault/src/recovery");
  const opened = await run(
    ["sh", "-c", `python3 ${recovery}/combine.py | python3 ${recovery}/values.py ${desk}/.env.sealed`],
    { input: `${first}\n${second}\n\n`, timeoutMs: 30_000 },
  );
  console.log(`$ python3 combine.py | python3 values.py .env.sealed\n${(opened.stdout || opened.stderr).trimEnd()}`);
} finally {
  if (confirmer !== undefined && confirmer.exitCode === null) {
    const ended = once(confirmer, "exit");
    confirmer.kill("SIGTERM");
    await ended;
  }
  await lab?.stop();
  rmSync(desk, { recursive: true, force: true });
}

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controls } from "@secondlock/catalogue";
import { exampleHost } from "@secondlock/catalogue/testing";
import { confirmerPolicies, environmentFiles, openerUnits } from "@secondlock/catalogue/testing/sealed";
import { theHost } from "@secondlock/model";
import { parseFile, pinOf } from "@secondlock/vault";
import { makeShop, must, sealedFor, startConfirming } from "@secondlock/vault/testing";
import { afterAll, describe, expect, it } from "vitest";

// what the facts and attempts run on a host, on a folder with files that the vault really made
const folder = mkdtempSync(join(tmpdir(), "secondlock-sealed-facts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
let made = 0;

function application(files: Readonly<Record<string, string | Buffer>>) {
  const directory = join(folder, `app-${++made}`);
  mkdirSync(directory);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content, { mode: 0o644 });
  return { directory, wanted: exampleHost({ application: { user: "root", directory, config: [], tlsKeys: [] } }) };
}

function seen(files: Readonly<Record<string, string | Buffer>>) {
  const { directory, wanted } = application(files);
  const read = environmentFiles.reads(wanted)["files"];
  if (read === undefined) throw new Error("the fact reads something");
  const [program, ...words] = read.argv;
  const ran = spawnSync(program, words, {
    encoding: "utf8",
    env: { LC_ALL: "C", PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
  });
  const output = { stdout: ran.stdout, stderr: ran.stderr, status: ran.status ?? 1, truncated: false };
  const reading = environmentFiles.parse({ files: output }, wanted);
  if (!reading.known) throw new Error(reading.reason);
  const ours = <T extends { readonly path: string }>(all: readonly T[]) =>
    all
      .filter(({ path }) => path.startsWith(directory))
      .map((one) => ({ ...one, path: one.path.slice(directory.length + 1) }));
  return { ...reading.value, plain: ours(reading.value.plain), sealed: ours(reading.value.sealed), text: ran.stdout };
}

describe("what the vault sealed is read as it is", () => {
  const shop = makeShop({ DATABASE_URL: "postgresql://shop:secret@db/shop", STRIPE_KEY: "sk_live_secret" });

  it("with its owner, values and days, and the digest that a pin has", () => {
    const [found] = seen({ ".env.sealed": shop.bytes }).sealed;
    const { file, owner, sequence, headerVersion, digest } = pinOf(must(parseFile(shop.bytes)));

    expect(found).toMatchObject({
      path: ".env.sealed",
      structure: {
        known: true,
        value: {
          ...{ file, owner, sequence, headerVersion, digest, recovery: 1 },
          wraps: [{ host: "app-1", confirmers: [{ confirmer: "confirmer-1", origin: "https://confirmer-1.example" }] }],
          values: shop.values.map(({ name, day }) => ({ name, day })),
        },
      },
    });
  });

  it("and not with any line changed, left out or added", () => {
    const lines = String(shop.bytes).split("\n").slice(0, -1);
    const others = lines.flatMap((line, n) => {
      const half = Math.floor(line.length / 2);
      const letter = line[half] === "A" ? "B" : "A";
      return [
        lines.with(n, `${line.slice(0, half)}${letter}${line.slice(half + 1)}`),
        lines.toSpliced(n, 1),
        lines.toSpliced(n, 0, line),
      ].map((all) => `${all.join("\n")}\n`);
    });
    const files = Object.fromEntries(others.map((text, n) => [`${n}.sealed`, text]));
    const wrong = seen(files);

    // a signature is what the owner's pin is for: it is looked at when the file is opened
    const inSignatures = [1, 2, lines.length - 1].map((n) => `${n * 3}.sealed`);
    expect(
      wrong.sealed
        .filter(({ structure }) => structure.known)
        .map(({ path }) => path)
        .filter((path) => !inSignatures.includes(path)),
    ).toEqual([]);
    expect(wrong.sealed.length + wrong.plain.length).toBe(others.length);
  });
});

describe("of a file in clear, names leave the host and nothing else", () => {
  it.each([
    ["as frameworks make it", 'API_KEY=abc123\nexport DB="x y"\n  SPACED = z\n', ["API_KEY", "DB", "SPACED"]],
    [
      "a PEM key over several lines",
      'PEM="-----BEGIN\nSECRETPART=\nJBSWY3DPEHPK3PXP====\nMORE=x\n-----END"\nNEXT=1\n',
      ["PEM", "NEXT"],
    ],
    ["single quotes and backticks over several lines", "A='x\nINNER=1\n'\nB=`y\nALSO=2\n`\n", ["A", "B"]],
    ["values that say nothing", 'EMPTY=\nQUOTED=""\n#C=1\nLATER= # nothing yet\nSEALED="encrypted:abc"\n', []],
    ["Windows line ends", "A=1\r\nB=\r\n", ["A"]],
    ["no environment file at all", "\0\u0001binary\nJBSWY3DPEHPK3PXP====\n", []],
  ])("%s", (_, text, names) => {
    const { plain, text: printed } = seen({ ".env": text });

    expect(plain).toEqual([{ path: ".env", names }]);
    for (const secret of ["abc123", "x y", "SECRETPART", "JBSWY3DP", "INNER", "ALSO", "encrypted"])
      expect(printed).not.toContain(secret);
  });

  it("examples are none, and a file in clear under the name of a sealed one is", () => {
    const { plain } = seen({
      ".env.example": "A=1",
      ".env.sample": "A=1",
      ".env.sealed": "API_KEY=1",
      "shop.env": "B=1",
    });

    expect(plain.map(({ path }) => path)).toEqual([".env.sealed", "shop.env"]);
  });

  it("a name with a line feed forges nothing", () => {
    expect(seen({ "x\nsealed \n.env": "A=1", ".env": "B=1" }).plain.map(({ path }) => path)).toEqual([".env"]);
  });
});

/** The status of a control's attempt, as an ordinary account runs it. */
async function tried(control: string, directory: string, change = (word: string): string => word): Promise<unknown> {
  const attempt = controls.find(({ id }) => id === control)?.attempt;
  if (attempt === undefined || "none" in attempt) throw new Error(`${control} is not attempted`);
  const wanted = exampleHost({ application: { user: "root", directory, config: [], tlsKeys: [] } });
  const [probe] = attempt.probes(wanted, theHost, "operator");
  if (probe?.kind !== "ordinary-command") throw new Error(`${control} runs no command`);
  const [program = "", ...words] = probe.argv.map(change);
  const child = spawn(program, words, {
    env: { PATH: "/usr/bin:/bin" },
    cwd: "/",
    stdio: "ignore",
    uid: nobody,
    gid: nobody,
  });
  const [status] = (await once(child, "close")) as readonly unknown[];
  return status;
}

describe.skipIf(!isRoot)("the keys are tried as an ordinary account", () => {
  it.each([
    ["closed, as they are made", 0o700, 0o400, 1],
    ["a key that everybody reads, in a folder that everybody enters", 0o755, 0o444, 0],
    ["a closed key in an open folder", 0o755, 0o400, 1],
  ])("%s", async (_, folderMode, keyMode, status) => {
    const keys = join(folder, `keys-${++made}`);
    mkdirSync(keys);
    for (const name of ["local.key", "signing.key"]) writeFileSync(join(keys, name), "x");
    for (const name of ["local.key", "signing.key"]) chmodSync(join(keys, name), keyMode);
    chmodSync(keys, folderMode);
    chmodSync(folder, 0o755);
    chownSync(keys, 0, 0);

    expect(
      await tried("environment-files-sealed", keys, (word) => word.replace("/var/lib/secondlock/keys", keys)),
    ).toBe(status);
  });

  it("and say nothing where there are none", async () => {
    const gone = (word: string): string => word.replace("/var/lib/secondlock/keys", `${folder}/gone`);
    expect(await tried("environment-files-sealed", folder, gone)).toBe(77);
  });
});

describe.skipIf(!isRoot)("the confirmer is asked by an ordinary account", () => {
  it("which it refuses, and what is no confirmer refuses nothing", async () => {
    const sealed = await sealedFor({ secrets: { API_KEY: "x" } });
    try {
      chmodSync(folder, 0o755);
      const { directory } = application({ ".env.sealed": sealed.bytes });
      expect(await tried("sealed-confirmer-elsewhere", directory)).toBe(1);
    } finally {
      for (const confirmer of sealed.confirmers) await confirmer.stop();
    }
    // stopped: nobody answers
    const { directory } = application({ ".env.sealed": sealed.bytes });
    expect(await tried("sealed-confirmer-elsewhere", directory)).toBe(77);
    expect(await tried("sealed-confirmer-elsewhere", application({}).directory)).toBe(77);
  });
});

/** What a command of a fact prints, with its words changed to lead into a folder of this test. */
function printed(
  argv: readonly [string, ...string[]],
  change: (word: string) => string,
  path = "/usr/bin:/bin",
): string {
  const [program, ...words] = argv;
  return spawnSync(program, words.map(change), { encoding: "utf8", env: { LC_ALL: "C", PATH: path } }).stdout;
}

const asOutput = (stdout: string) => ({ stdout, stderr: "", status: 0, truncated: false });

it.skipIf(!existsSync("/usr/bin/sqlite3") && process.env["CI"] !== "true")(
  "a confirmer's policies are read while it is at work",
  async () => {
    const confirming = await startConfirming({ sources: ["127.0.0.1/32", "203.0.113.0/24"] });
    try {
      const { argv } = confirmerPolicies.reads(exampleHost())["policies"] ?? { argv: [""] };
      const stdout = printed(argv, (word) => word.replaceAll("/var/lib/secondlock/confirmer", confirming.folder));
      const reading = confirmerPolicies.parse({ policies: asOutput(stdout) }, exampleHost());

      expect(reading).toMatchObject({
        known: true,
        value: {
          policies: [
            { kid: confirming.confirmer.kid, sources: ["127.0.0.1/32", "203.0.113.0/24"], purposes: ["start"] },
          ],
        },
      });
      // nothing else of a key leaves the host
      expect(stdout.split("\n").map((line) => line.split(" ")[0])).toEqual(["today", "policy", "end", ""]);
    } finally {
      await confirming.stop();
    }
  },
);

it("units that open sealed files are found by their text, and what encrypts their keys by its first bytes", () => {
  const [units, bin] = [join(folder, "units"), join(folder, "bin")];
  mkdirSync(units);
  mkdirSync(bin);
  // the first bytes of what systemd-creds 252 made with --with-key=host
  const encrypted = join(folder, "local.cred");
  writeFileSync(encrypted, "Whxqht+dQJax1aZeCGLxmiAAAAABAAAADAAAABAA\n");
  writeFileSync(
    join(units, "shop.service"),
    `[Service]\nExecStart=/usr/bin/secondlock run --file /srv/shop/.env.sealed -- node app.js --token=hidden\nLoadCredentialEncrypted=secondlock-local-key:${encrypted}\nLoadCredential=secondlock-signing-key:/etc/signing\n`,
  );
  writeFileSync(join(units, "other.service"), "[Service]\nExecStart=/usr/bin/secondlock audit\n");
  writeFileSync(
    join(bin, "systemctl"),
    `#!/bin/sh\ncase $1 in show) printf 'ActiveState=active\\nUnitFileState=enabled\\nLimitCORE=infinity\\nMemorySwapMax=0\\n' ;; cat) cat ${units}/shop.service ;; esac\n`,
    { mode: 0o755 },
  );
  const { argv } = openerUnits.reads(exampleHost())["units"] ?? { argv: [""] };
  const stdout = printed(
    argv,
    (word) => word.replace("/run/systemd/system ]", `${units} ]`).replaceAll("/etc/systemd/$folder", units),
    `${bin}:/usr/bin:/bin`,
  );

  expect(stdout).not.toContain("hidden");
  expect(openerUnits.parse({ units: asOutput(stdout) }, exampleHost())).toEqual({
    known: true,
    value: [
      {
        ...{ unit: "shop.service", active: true, state: "enabled", coreLimit: "infinity", swapLimit: "0" },
        credentials: { local: "host", signing: "none" },
      },
    ],
  });
});

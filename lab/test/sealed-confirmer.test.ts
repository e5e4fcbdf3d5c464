import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { built } from "./programs.ts";

const root = join(import.meta.dirname, "../..");
const howTo = readFileSync(join(root, "docs/how-to/run-a-confirmer.md"), "utf8");
const page = howTo.slice(howTo.indexOf("## In earnest"), howTo.indexOf("## Is it well"));
/** What a person types by the page. */
const [account = "", units = "", start = ""] = [...page.matchAll(/^ *```(?:console|sh)\n([^]*?)^ *```/gm)].map(
  ([, block = ""]) => block.replaceAll(/^ *(?:\$ )?/gm, ""),
);

describe.skipIf(!labReady())("a confirmer that is set up by its page, on a machine of its own", () => {
  let lab: Lab<"confirmer" | "app-1" | "stranger">;
  let desk: string;
  let origin: string;

  beforeAll(async () => {
    lab = await startLab({
      hosts: { confirmer: { role: "bare", layers: ["guide"] }, "app-1": { role: "bare" }, stranger: { role: "bare" } },
    });
    desk = mkdtempSync(join(lab.directory, "desk-"));
    const { ipv4 } = lab.hosts.confirmer;
    origin = `https://${ipv4}:8440`;
    install(lab.hosts.confirmer);
    must(await on(account));
    must(
      await on(`cd /etc/secondlock
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=confirmer -addext subjectAltName=IP:${ipv4} -keyout key.pem -out cert.pem
chgrp secondlock-confirmer key.pem && chmod 640 key.pem`),
    );
    cpSync(join(lab.hosts.confirmer.root, "etc/secondlock/cert.pem"), join(desk, "authority.pem"));
    const options = `--alert-command /usr/local/bin/tell-us --print`;
    must(
      await on(
        `cd /etc/secondlock
${units
  .replaceAll("https://confirmer.example:8440", origin)
  .replaceAll("203.0.113.9:8440", `${ipv4}:8440`)
  .replaceAll("--print", options)}
mv secondlock-confirmer.* /etc/systemd/system/`,
      ),
    );
    must(await on(start));
  });
  afterAll(() => lab?.stop());

  /** In a shell of the confirmer's machine. */
  const on = (script: string): Promise<CommandResult> =>
    lab.hosts.confirmer.exec(["sh", "-ec", script], { env: { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" } });

  /** The command as the operator, or a host, runs it. */
  async function secondlock(place: "desk" | "app-1" | "stranger", args: readonly string[], input = "") {
    const argv = ["env", "-C", desk, process.execPath, built("secondlock"), ...args];
    const env = {
      ...{ SECONDLOCK_HOME: join(desk, "home"), HOME: desk, NO_COLOR: "1" },
      NODE_EXTRA_CA_CERTS: join(desk, "authority.pem"),
    };
    const how = { env, input, timeoutMs: 60_000 };
    return await (place === "desk" ? lab.operator.exec(argv, how) : lab.hosts[place].probe(argv, how));
  }
  const keys = ["--keys", "keys-app-1", "--as", "app-1"];
  const opening = ["run", ...keys, "--", "printenv", "DATABASE_URL"];

  test("systemd starts it as a user of its own, and its journal has the code for the first owner", async () => {
    const journal = await until(async () => {
      const { stdout } = await on("journalctl -u secondlock-confirmer -o cat");
      return stdout.includes("for the first owner") ? stdout : undefined;
    });
    expect(journal).toContain(`confirmer: ${origin}\n`);
    expect(journal).not.toContain("same disk");
    const { stdout: user } = await on("ps -o user:32= -p $(systemctl show -P MainPID secondlock-confirmer)");
    expect(user.trim()).toBe("secondlock-confirmer");
    expect((await on("stat -c '%a %U' /var/lib/secondlock/confirmer")).stdout).toBe("700 secondlock-confirmer\n");

    const [code = ""] =
      /\S+$/m.exec(
        journal
          .trimEnd()
          .split("\n")
          .find((line) => line.includes("first owner")) ?? "",
      ) ?? [];
    const enrolled = await secondlock(
      "desk",
      ["owner", "enrol", origin, "--as", "confirmer-1", "--name", "ada"],
      `${code}\n`,
    );
    expect(enrolled).toMatchObject({ code: 0 });
  });

  test("a host that was invited opens in policy", async () => {
    writeFileSync(join(desk, ".env"), "DATABASE_URL=postgres://shop:geheim@db-1/shop\n");
    writeFileSync(join(desk, "app-1.card"), must(await secondlock("app-1", ["host", "card", ...keys])).stdout);
    const source = `${lab.hosts["app-1"].ipv4}/32`;
    const sealed = must(
      await secondlock("desk", ["seal", "--card", "app-1.card", "--source", source, "--no-recovery"]),
    );
    const invitation = sealed.stdout.split("\n").find((line) => line.startsWith("secondlock-invitation ")) ?? "";
    const owner =
      must(await secondlock("desk", ["owner", "me"]))
        .stdout.trim()
        .split(" ")[1] ?? "";
    const wraps = must(await secondlock("app-1", ["host", "wrap", ...keys, "--owner", owner], invitation));
    must(await secondlock("desk", ["host", "finish"], wraps.stdout));
    must(await secondlock("app-1", ["trust", ".env.sealed", "--keys", "keys-app-1", "--owner", owner]));
    expect(must(await secondlock("app-1", opening)).stdout).toBe("postgres://shop:geheim@db-1/shop\n");
  });

  test("from the stranger the same file and the same keys open nothing, and people are told who asked", async () => {
    const said = await secondlock("stranger", opening);
    expect(said).toMatchObject({ code: 125, stdout: "" });
    const reference = /the confirmer refuses: confirmer-1: (\S+)/.exec(said.stderr)?.[1] ?? "none";
    const alert = await until(async () =>
      (await on("cat /var/lib/secondlock/confirmer/told || true")).stdout
        .split("\n")
        .find((line) => line.includes(reference)),
    );
    expect(JSON.parse(alert)).toMatchObject({ reason: "wrong-source", peer: lab.hosts.stranger.ipv4 });
    expect((await on("secondlock log --json")).stdout).toContain(reference);
  });

  test("a restart lets no opening fail, and after a reboot it answers again", async () => {
    const process = async () => (await on("systemctl show -P MainPID secondlock-confirmer")).stdout;
    const before = await process();
    let isRestarted = false;
    const restarting = on("systemctl restart secondlock-confirmer")
      .then(must)
      .finally(() => (isRestarted = true));
    const codes: (number | null)[] = [];
    // the last one begins when it is done
    for (let isLast = false; !isLast;) {
      isLast = isRestarted;
      codes.push((await secondlock("app-1", opening)).code);
    }
    await restarting;
    expect(new Set(codes)).toEqual(new Set([0]));
    expect(await process()).not.toBe(before);
    await lab.hosts.confirmer.reboot();
    await until(async () => ((await secondlock("app-1", opening)).code === 0 ? true : undefined));
    expect(must(await on("secondlock log verify")).stdout).toMatch(/entries/);
  });
});

/** Node, the command, and a program that keeps what it is told. */
function install(host: Host): void {
  const at = (path: string): string => {
    const target = join(host.root, path);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  cpSync(process.execPath, at("usr/local/bin/node"), { dereference: true });
  cpSync(dirname(built("secondlock")), at("opt/secondlock"), { recursive: true });
  const program = '#!/bin/sh\nexec /usr/local/bin/node /opt/secondlock/secondlock.js "$@"\n';
  writeFileSync(at("usr/local/bin/secondlock"), program, { mode: 0o755 });
  const telling = "#!/bin/sh\n{ cat; echo; } >> /var/lib/secondlock/confirmer/told\n";
  writeFileSync(at("usr/local/bin/tell-us"), telling, { mode: 0o755 });
}

function must(done: CommandResult): CommandResult {
  expect(done, done.stderr).toMatchObject({ code: 0 });
  return done;
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(200)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error("it did not come about within 20 s");
}

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab, weak } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";

const controls = ["ban-or-throttle", "file-integrity", "ssh-keys-declared", "ssh-strong-host-keys", "web-hsts"];

const shortConfig = String.raw`database_in=file:/var/lib/aide/aide.db\ndatabase_out=file:/var/lib/aide/aide.db.new\n/etc R\n`;

describe.skipIf(!labReady())("what a plan brings about when it is named", () => {
  let lab: Lab<"app-1">;
  let desk: Desk;
  let hardened: CommandResult;

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "app", layers: ["aide"], fixtures: [admins, weak] } } });
    desk = deskFor(lab, "desk");
    // the whole disk takes AIDE most of a minute here
    await host().exec(["sh", "-c", `printf '${shortConfig}' > /etc/aide/aide.conf`]);
    hardened = await desk.secondlock("harden", "app-1", "--yes", "--all", "--only", ...controls);
  });
  afterAll(() => lab?.stop());

  const host = (): Host => lab.hosts["app-1"];
  const on = async (script: string): Promise<string> => (await host().exec(["sh", "-c", script])).stdout.trim();
  const verdictOf = async (control: string): Promise<string | undefined> =>
    (await desk.audit()).verdicts.find((one) => one.control === control)?.verdict;

  test("it is confirmed, and only the database that is still being made is not known", () => {
    expect(hardened.stdout).toMatch(/app-1: changed and confirmed by a new login/);
    const [, list = ""] = /of 5 controls that did not hold: .*\n([\s\S]*)$/.exec(hardened.stdout) ?? [];
    expect(list.trim()).toMatch(/^(unknown file-integrity: the first database is being made .*)?$/);
  });

  test("the stray key is named with its fingerprint before it goes, and no file has it afterwards", async () => {
    const { publicLine } = lab.operator.keys["root-stray"];
    const blob = publicLine.split(" ")[1] ?? "none";
    expect(hardened.stdout.replaceAll(/\s+/g, " ")).toMatch(
      /found there: SHA256:\S+, belongs to nobody in the service file, and goes:.* root: the key ssh-ed25519 \S+ \(root-stray\)/,
    );
    expect(await on(`cat /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys | grep -cF '${blob}'`)).toBe("0");
    expect(await on("wc -l < /root/.ssh/authorized_keys")).toBe("1");
  });

  test("browsers are told to keep to TLS, and only over TLS", async () => {
    const { stdout } = await lab.operator.exec([process.execPath, "-e", headerOf, host().ipv4]);
    expect(stdout).toBe("http: none; https: max-age=31536000\n");
  });

  test("sshd signs over SHA-1 no more, and shows strong keys only", async () => {
    const settings = await on("sshd -T | grep -E '^(hostkey|hostkeyalgorithms) '");
    expect(settings).toMatch(/^hostkey \/etc\/ssh\/ssh_host_ed25519_key$/m);
    expect(settings).not.toMatch(/[ ,]ssh-rsa(,|$)/m);
  });

  test("one source has at most twenty logins under way", async () => {
    const { stdout } = await lab.operator.exec([process.execPath, "-e", manyAtOnce, host().ipv4]);
    // beyond ten sshd drops some by chance (MaxStartups), which alone would leave about thirty of sixty
    expect(Number(stdout)).toBeGreaterThanOrEqual(10);
    expect(Number(stdout)).toBeLessThanOrEqual(20);
  });

  test("the database of AIDE is made in the background, and renewed after a change", async () => {
    await untilThere(host(), "test -s /var/lib/aide/aide.db");
    expect(await verdictOf("file-integrity")).toBe("claimed");
    const made = await on("stat -c %i /var/lib/aide/aide.db");
    await desk.secondlock("harden", "app-1", "--yes", "--only", "ssh-log-level");
    await untilThere(host(), `[ "$(stat -c %i /var/lib/aide/aide.db)" != ${made} ]`);
    expect(await on("journalctl -u secondlock-baseline -o cat | grep -c 00-secondlock.conf")).not.toBe("0");
  });

  test("a page that only a person can close is told with its line", async () => {
    const number = await on("grep -n 'location = /nginx_status' /etc/nginx/sites-enabled/default | cut -d: -f1");
    const { stdout } = await desk.secondlock("plan", "app-1", "--all", "--only", "web-admin-hidden");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(`write below /etc/nginx/sites-enabled/default:${number}: allow`);
  });

  test("a service that nobody declared is left alone until it is named, and undo starts it again", async () => {
    const states = "systemctl is-active listener-8080.socket listener-6379.socket; true";
    await on(`systemd-run --quiet --unit=stray-program perl -e '${listens}'`);
    const plan = await desk.secondlock("plan", "app-1", "--all");
    expect(plan.stdout.replaceAll(/\s+/g, " ")).toContain("stray-program.service answers on 9999/tcp");
    await on("systemctl stop stray-program.service");
    expect(plan.stdout.replaceAll(/\s+/g, " ")).toContain("listener-6379.socket answers on 6379/tcp");
    expect(plan.stdout).not.toMatch(/unit listener-6379.socket/);
    expect(await on(states)).toBe("active\nactive");
    const stopped = await desk.secondlock("harden", "app-1", "--yes", "--only", "ports-as-declared");
    expect(stopped.stdout).toMatch(/of 1 controls that did not hold: 1 (proven|claimed)/);
    expect(await on(states)).toBe("inactive\ninactive");
    const undone = await desk.secondlock("undo", "app-1", "--yes");
    expect(undone).toMatchObject({ code: 0 });
    expect(await on(states)).toBe("active\nactive");
    expect(await on("systemctl is-enabled listener-8080.socket listener-6379.socket")).toBe("enabled\nenabled");
  });
});

/** Bounded: the disk of the lab is read in well under this. */
async function untilThere(host: Host, condition: string): Promise<void> {
  const { code } = await host.exec([
    "sh",
    "-c",
    `for i in $(seq 240); do ${condition} && exit 0; sleep 1; done; exit 1`,
  ]);
  if (code !== 0) throw new Error(`it never came to be: ${condition}`);
}

const listens = "use IO::Socket::INET; my $s = IO::Socket::INET->new(Listen => 1, LocalPort => 9999) or die; sleep 120";

const headerOf = `
const get = (module, options) => new Promise((resolve, reject) => require(module).get({ host: process.argv[1], ...options },
  (answer) => { answer.resume(); resolve(answer.headers["strict-transport-security"] ?? "none"); }).on("error", reject));
(async () => console.log("http: " + await get("http", {}) + "; https: " + await get("https", { rejectUnauthorized: false })))();
`;

/** Opens sixty connections that do not log in, and counts those that sshd greets. */
const manyAtOnce = `
const net = require("net");
let greeted = 0;
const sockets = Array.from({ length: 60 }, () => net.connect({ host: process.argv[1], port: 22 }));
for (const socket of sockets) socket.once("data", (text) => { greeted += String(text).startsWith("SSH-"); }).on("error", () => undefined);
setTimeout(() => { console.log(greeted); for (const socket of sockets) socket.destroy(); }, 3000);
`;

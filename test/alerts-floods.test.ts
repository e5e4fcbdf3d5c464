import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controls } from "@secondlock/catalogue";
import type { FileChange, HostWanted, State } from "@secondlock/model";
import { afterAll, describe, expect, it } from "vitest";

/** The program of the host, for real, while somebody tries to hide an alert behind others, or to keep it busy. */
const folder = mkdtempSync(join(tmpdir(), "secondlock-floods-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wanted = { id: "app-1", alerts: { channels: [], quiet: [] } } as unknown as HostWanted;
const states = (controls.find(({ id }) => id === "login-alert")?.fix(wanted) ?? []).filter(
  (one): one is State => "settle" in one,
);
const program = states
  .flatMap((state) => state.bring?.(state.settings, {}) ?? [])
  .find((one): one is FileChange => one.kind === "file" && one.path.endsWith("/alerts"));
writeFileSync(join(folder, "alerts"), program?.content(undefined) ?? "");

/** What a few lines of perl print that call the program's own functions. */
function run(lines: string, first = ""): string {
  const head = `${first}@ARGV = ("try"); do "${folder}/alerts"; no warnings "redefine";\n`;
  const state = mkdtempSync(join(folder, "state-"));
  const env = { ...process.env, CREDENTIALS_DIRECTORY: folder, STATE_DIRECTORY: state };
  const { stdout, stderr, status } = spawnSync("perl", ["-e", head + lines], {
    ...{ env, input: "", encoding: "utf8", timeout: 20_000 },
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout;
}

const alert = `my $made = 0;
sub alert { my ($kind, $who, $from) = @_; $made++; return { kind => $kind, who => $who, from => $from // "10.0.0.$made", how => "x", id => "a-$made", micro => 1795254809000000 + $made, when => "now", host => "app-1" } }
`;

describe("a flood of alerts", () => {
  it("names every account that logged in in the first line of a summary, and cuts out no login", () => {
    const drills = `(map { alert("drill", "grace", "0") } 1 .. 509)`;
    const text = run(`${alert}
my $one = summary({}, ${drills}, alert("login", "ada"), alert("sudo", "ada"));
print join "\\n", $one->{how}, @{ $one->{lines} };`);
    const [how, first, second, ...rest] = text.split("\n");
    expect(how).toBe("511 alerts in one: 1 login of ada, 1 sudo, 509 drill");
    expect([first, second]).toEqual([
      expect.stringMatching(/^login of ada from 10/),
      expect.stringMatching(/^sudo by ada/),
    ]);
    expect(rest.at(-1)).toBe("and 491 more, no login among them: journalctl -u secondlock-alerts");
  });

  it("hides no account's login behind many of another", () => {
    const text = run(`${alert}
my $one = summary({}, (map { alert("login", "grace", "192.0.2.1") } 1 .. 300), alert("login", "ada"), map { alert("sudo", "grace") } 1 .. 100);
print join "\\n", $one->{how}, @{ $one->{lines} };`);
    const lines = text.split("\n");
    expect(lines[0]).toBe("401 alerts in one: 301 login of ada and grace, 100 sudo");
    expect(lines[1]).toMatch(/^login of ada from .*, the last of 1 from 1 address$/);
    expect(lines[2]).toMatch(/^login of grace from 192\.0\.2\.1.*, the last of 300 from 1 address$/);
  });

  it("takes logins and sudo out of the queue first", () => {
    const text = run(`${alert}
mkdir queue_of("ops"); enqueue("ops", $_) for alert("drill", "root"), alert("key", "grace"), alert("sudo", "ada"), alert("login", "ada");
print join " ", map { read_alert($_)->{kind} } queued("ops");`);
    expect(text).toBe("login sudo key drill");
  });

  it("stays with one message for all until none waits, whatever time goes by", () => {
    // twenty go out within two seconds; then each look at the queue comes 7 seconds after the last, and four more wait
    const clock = `our $NOW; BEGIN { $NOW = 1e9; *CORE::GLOBAL::time = sub () { $NOW } }\n`;
    const lines = `${alert}
my ($looks, $queued) = (0, \\&queued);
*main::queued = sub { $NOW += $looks++ < 20 ? 0.1 : 7; $queued->(@_) };
*main::say_line = sub { };
*main::deliver = sub {
  print "$_[2]{kind}\\n";
  exit 0 if $NOW > 1e9 + 100;
  enqueue("ops", alert("key", "grace")) for 1 .. 4;
  "";
};
mkdir queue_of("ops"); enqueue("ops", alert("key", "grace")) for 1 .. 60;
waitpid start_sender({}, { name => "ops" }), 0;`;
    const text = run(lines, clock);
    const kinds = text.trim().split("\n");
    expect(kinds).toEqual([...Array<string>(20).fill("key"), ...Array<string>(14).fill("summary")]);
  });
});

const blob = "AAAAC3NzaC1lZDI1NTE5AAAAIDWCqQ9H8qRbW0Y0Hc0f3uW1J7mG8nY1aJ6yTq3m2d4H";

/** What the watcher makes of a file, and whether it takes long. */
function keysIn(text: string): readonly string[] {
  const path = join(folder, "authorized_keys");
  writeFileSync(path, text);
  return run(`print map { "$_\\n" } key_lines("${path}")`)
    .split("\n")
    .filter((line) => line !== "");
}

describe("what is looked at in authorized_keys", () => {
  it.each<[string, string, boolean]>([
    ["a key", `ssh-ed25519 ${blob} ada@desk`, true],
    ["a key by its short name", `ed25519 ${blob}`, true],
    ["behind options", `restrict,command="/bin/x \\"a b\\" y",from="10.0.0.1" ssh-ed25519 ${blob}`, true],
    ["a comment", `# ssh-ed25519 ${blob}`, false],
    ["a key within an option", `command="ssh-ed25519 ${blob} x" nothing`, false],
    ["an option that never ends", `command="ssh-ed25519 ${blob}`, false],
    ["words", "nothing of a key", false],
  ])("%s", (_name, line, is) => {
    expect(keysIn(`${line}\n`)).toEqual(is ? [line] : []);
  });

  it.each<[string, string]>([
    ["a line of many beginnings of a key", `x${"ssh-".repeat(260_000)} AAAA!\n`],
    ["many such lines", `x${"ssh-".repeat(4_000)} AAAA!\n`.repeat(64)],
    ["many quotes", `${'"" \\"'.repeat(3_000)} AAAA!\n`.repeat(64)],
  ])("is done within two seconds: %s", (_name, text) => {
    const began = Date.now();
    keysIn(text);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it("tells of what is too much to be looked at, and of the keys before it", () => {
    const key = `ssh-ed25519 ${blob} ada@desk`;
    const comments = `${"#".repeat(99)}\n`.repeat(10_500);
    expect(keysIn(`${key}\n${comments}${key}2\n`)).toEqual([
      expect.stringMatching(/^ {2}a file of 1050\d\d\d bytes, too much to be looked at: changed at \d+$/),
      key,
    ]);
    expect(keysIn(`${key}\nenvironment="A=${"x".repeat(17_000)}" ${key}\n`)).toEqual([
      expect.stringMatching(/^ {2}a line of 17\d\d\d bytes, /),
      key,
    ]);
    const many = Array.from({ length: 5_000 }, (_, index) => `${key}${index}\n`).join("");
    expect(keysIn(many)).toContainEqual(expect.stringMatching(/^ {2}more than 1000 keys, /));
  });

  it("makes one alert of all that is new in a file", () => {
    const path = join(folder, "watched");
    const key = `ssh-ed25519 ${blob} ada@desk`;
    writeFileSync(path, "");
    const text = run(
      `my $looks = 0;
*main::key_files = sub { $looks++; if ($looks == 2) { open my $file, ">", "${path}"; print {$file} map { "${key}$_\\n" } 1 .. 500; close $file } exit 0 if $looks > 2; ("${path}" => "ada") };
watch_keys();`.replace("ada@desk", "ada\\@desk"),
    );
    expect(text).toMatch(/^key\tada\t\S+\t256 SHA256:\S+ ada@desk1 \(ED25519\) and 256 SHA256:.* and 498 more\n$/);
  });
});

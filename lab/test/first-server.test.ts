import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins, labReady, startLab, type Lab } from "@secondlock/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, deskFor } from "./desk.ts";
import { answer } from "./doors.ts";
import { codeFor } from "./enrolment.ts";
import { difference, everything } from "./everything.ts";
import { type Answer, typeCommand } from "./typed-commands.ts";

const PAGES = join(import.meta.dirname, "../../docs/how-to");
const page = (name: string): string => readFileSync(join(PAGES, `${name}.md`), "utf8");
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\n([^]*?)^\\1\`\`\``, "gm"))].map(([, indent = "", block = ""]) =>
    block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
const commands = blocks(page("secure-your-first-server"), "sh")
  .flatMap((block) => block.trim().split("\n"))
  // where the command is found is known here
  .filter((line) => !line.startsWith("export "));

/** One after the other, as somebody does it who reads the page for the first time. */
describe.skipIf(!labReady({ script: "bsdutils" }))("secure your first server in ten minutes", () => {
  let lab: Lab<"app-1">;
  let desk: Desk;
  let shown = "";
  let codes: string[] = [];

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "app", fixtures: [admins] } } });
    desk = deskFor(lab, "desk");
    rmSync(desk.file);
  });
  afterAll(() => lab?.stop());

  const host = () => lab.hosts["app-1"];
  const answers: readonly Answer[] = [
    [/asks for your password[^\n]*: $/, () => lab.operator.passwords.ada],
    [/Type the whole word yes to go on: $/, () => "yes"],
    [
      /Type the code that the app shows now: $/,
      (text) => {
        const [, groups = ""] = /^ {2}((?:[A-Z2-7]{4} ?){8})\r?$/m.exec(text) ?? [];
        codes = [...text.matchAll(/^ {2}(\d{8})\r?$/gm)].map(([, code = ""]) => code);
        return codeFor(groups.replaceAll(" ", ""), Math.floor(Date.now() / 30_000));
      },
    ],
    [/[Cc]ode[^\n]*: ?$/, () => codes.shift() ?? ""],
  ];
  let next = 0;
  /** Types the page's next command, which has to be this one. */
  const type = async (line: string): Promise<number | null> => {
    expect(commands[next]).toBe(line);
    next += 1;
    const typed = await typeCommand(lab, desk, line, answers);
    shown = typed.shown;
    return typed.code;
  };

  const stillOpen = (): readonly string[] =>
    [...shown.matchAll(/^ {2}(broken|contradiction) (\S+):/gm)].map(([, , control = ""]) => control);

  test("init writes a first service file, which is corrected", async () => {
    expect(await type("secondlock init")).toBe(0);
    expect(existsSync(desk.file)).toBe(true);
    writeFileSync(desk.file, oneServer(blocks(page("audit-your-servers"), "yaml")[0] ?? "", lab));
  });

  test("audit and plan say how it stands and what would change, and touch nothing", async () => {
    const before = await everything(host());
    expect(await type("secondlock audit"), shown).toBe(0);
    expect(shown).toContain("If this happens, are you still safe?");
    expect(await type("secondlock plan app-1"), shown).toBe(0);
    expect(shown).toMatch(/app-1: \d+ changes[^]*Nothing is touched yet[^]*What is different for you afterwards/);
    const short = shown;
    expect(await type("secondlock plan app-1 --all"), shown).toBe(0);
    expect(shown.length).toBeGreaterThan(2 * short.length);
    expect(difference(before, await everything(host()))).toBe("");
  });

  test("one thing first, then the rest: a new login confirms each, and it is taken back and made again", async () => {
    const passwords = "sshd -T -C user=ada,host=h,addr=203.0.113.9 | grep ^passwordauth";
    expect(await answer(host(), passwords)).toBe("passwordauthentication yes");
    expect(await type("secondlock harden app-1 --only ssh-no-password-login"), shown).toBe(0);
    expect(shown).toContain("app-1: changed and confirmed by a new login");
    expect(await answer(host(), passwords)).toBe("passwordauthentication no");
    const before = await everything(host());

    expect(await type("secondlock harden app-1"), shown).toBe(1);
    expect(shown).toContain("app-1: changed and confirmed by a new login");
    // all that was planned for stands, but that nobody is enrolled yet, and that the site has no certificate to send visitors to
    expect(stillOpen().toSorted()).toEqual(["http-redirects", "ssh-second-factor"]);
    expect(shown).toContain("  next: secondlock enrol ada --host app-1\n");

    expect(await type("secondlock enrol ada --host app-1"), shown).toBe(0);
    expect(shown).toContain("ada is enrolled on app-1");
    expect(await answer(host(), "stat -c '%a %U' ~ada/.google_authenticator")).toBe("400 ada");

    expect(await type("secondlock undo app-1 --list"), shown).toBe(0);
    expect(shown.match(/\d{8}T\d{6}Z-\d{4} +confirmed /g)).toHaveLength(2);
    expect(await type("secondlock undo app-1"), shown).toBe(0);
    expect(shown).toContain("changed and confirmed by a new login");
    expect(difference(before, await everything(host()))).toBe("");

    // ada is enrolled now, so that this asks for a code at the new login
    expect(await type("secondlock harden --batch 2 --yes"), shown).toBe(1);
    expect(shown).toContain("app-1: changed and confirmed by a new login");
    expect(codes.length).toBeLessThan(5);
    expect(stillOpen()).toEqual(["http-redirects"]);
    expect(difference(before, await everything(host()))).not.toBe("");
  });

  test("that was the whole page", () => {
    expect(commands.slice(next)).toEqual([]);
  });
});

/** The page's shop with its first server only, and with the account and the key that the lab's host has. */
function oneServer(shop: string, { operator }: Lab): string {
  const lines = shop.split("\n").filter((line) => !/^ +db-1:|^databases:|^backups:|^vendors:/.test(line));
  return lines
    .join("\n")
    .replaceAll("deploy", "ada")
    .replace(", db-1]", "]")
    .replace(/keys: \[.*\]/, `keys: [${operator.keys.ada.publicLine}, ${operator.keys["ada-token"].publicLine}]`);
}

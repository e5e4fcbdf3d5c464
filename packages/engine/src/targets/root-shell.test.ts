import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { passwordCommand, plainCommand, runWithPassword } from "./root-shell.ts";

// asks up to three times, like sudo, and writes down every answer, also the end of input
const sudo = `#!/bin/sh
[ "$1" = -n ] && exit 1
for try in 1 2 3; do
  printf %s "$4" >&2
  IFS= read -r answer || { echo "end of input" >> "$TRIES"; exit 1; }
  echo "$answer" >> "$TRIES"
  [ "$answer" = right ] && { shift 4; exec "$@"; }
  echo "Sorry, try again." >&2
done
`;

describe("sudo's password", () => {
  let folder: string;
  const options = { as: "root", shell: "sh", seconds: 20, bytes: 1e6 } as const;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "secondlock-root-"));
    program("id", "#!/bin/sh\necho 1000\n");
    program("sudo", sudo);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function program(name: string, text: string): void {
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  }
  const command = (): [string, ...string[]] => [
    "env",
    `PATH=${folder}:${process.env["PATH"]}`,
    `TRIES=${join(folder, "tries")}`,
    "sh",
    "-c",
    passwordCommand("sh"),
  ];
  const tries = (): string => readFileSync(join(folder, "tries"), "utf8");

  it("goes in once sudo asks, and the script only once a shell is ready", async () => {
    const ran = await runWithPassword(command(), "right", "echo one\necho two\n", options);
    expect({ ...ran, stdout: ran.stdout.toString() }).toEqual({
      state: "ended",
      stdout: "one\ntwo\n",
      stderr: "",
      status: 0,
      cut: false,
    });
    expect(tries()).toBe("right\n");
  });

  it("is tried once when it is wrong: no second answer, not even the end of input", async () => {
    const ran = await runWithPassword(command(), "wrong", "echo must-not-run\n", options);
    expect(ran).toMatchObject({ refused: "sudo does not take the password", wrongPassword: true });
    expect(tries()).toBe("wrong\n");
  });

  it("is not sent when sudo ends before it asks, and its words are the reason", async () => {
    program(
      "sudo",
      '#!/bin/sh\n[ "$1" = -n ] && exit 1\necho "sudo: sorry, you must have a tty to run sudo" >&2; exit 1\n',
    );
    const ran = await runWithPassword(command(), "right", "echo must-not-run\n", options);
    expect(ran.refused).toBe("sudo does not ask for the password: sudo: sorry, you must have a tty to run sudo");
    expect(ran.wrongPassword).toBeUndefined();
  });

  it("is refused in words: a terminal takes no order from them", async () => {
    program(
      "sudo",
      `#!/bin/sh\n[ "$1" = -n ] && exit 1\nprintf '\\033]0;owned\\007\\033[2Jall is well\\r\\n' >&2; exit 1\n`,
    );
    const ran = await runWithPassword(command(), "right", "echo must-not-run\n", options);
    expect(ran.refused).toBe("sudo does not ask for the password: all is well");
  });

  it("is not called wrong where sudo takes it and refuses the person", async () => {
    program(
      "sudo",
      '#!/bin/sh\n[ "$1" = -n ] && exit 1\nprintf %s "$4" >&2; IFS= read -r answer; echo "ada is not in the sudoers file." >&2; exit 1\n',
    );
    const ran = await runWithPassword(command(), "right", "echo must-not-run\n", options);
    expect(ran.refused).toBe("sudo does not take the password: ada is not in the sudoers file.");
    expect(ran.wrongPassword).toBeUndefined();
  });

  it("is not sent when the login is root already", async () => {
    program("id", "#!/bin/sh\necho 0\n");
    const ran = await runWithPassword(command(), "right", "echo script\n", options);
    expect({ stdout: ran.stdout.toString(), stderr: ran.stderr }).toEqual({ stdout: "script\n", stderr: "" });
  });

  it.each([
    plainCommand({ as: "login", shell: "sh" }),
    plainCommand({ as: "root", shell: "bash" }),
    passwordCommand("sh"),
  ])("%s: one line that csh and fish take as well", (text) => {
    expect(text).toMatch(/^sh -c '/);
    expect(text).not.toMatch(/[\n!`]/);
  });
});

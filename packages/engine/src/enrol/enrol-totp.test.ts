import { describe, expect, it } from "vitest";
import type { Ran, RunOptions, Target } from "../targets/target.ts";
import type { Enrolment } from "./enrolment.ts";
import { enrolTotp, type Enrolled, type EnrolInput } from "./enrol-totp.ts";
import { enrolmentSheet } from "./sheet.ts";
import { toBase32 } from "./base32.ts";
import { totp } from "./totp.ts";

const noon = 1_800_000_000;

interface Sitting {
  readonly result: Enrolled;
  readonly scripts: readonly { readonly script: string; readonly options: RunOptions }[];
  readonly told: readonly string[];
  readonly reasons: readonly (string | undefined)[];
  readonly shown: Enrolment | undefined;
  readonly passwords: readonly (string | undefined)[];
}

const said = (stdout: string, more: Partial<Extract<Ran, { state: "ended" }>> = {}): Ran => ({
  ...{ state: "ended", stdout: Buffer.from(stdout), stderr: "", status: 0, cut: false },
  ...more,
});
const ready = `Welcome!\nenrol module\nenrol clock ${noon}\n`;

/** One enrolment on a host that answers so, by a person who types these codes. */
async function sit(
  answers: readonly Ran[],
  codes: (enrolment: Enrolment) => readonly string[],
  more: Partial<EnrolInput> = {},
): Promise<Sitting> {
  const scripts: Sitting["scripts"][number][] = [];
  const [told, reasons, passwords]: [string[], (string | undefined)[], (string | undefined)[]] = [[], [], []];
  let shown: Enrolment | undefined;
  const target: Target & { usePassword: (password: string | undefined) => void } = {
    ...{
      id: "app-1",
      reached: "ssh",
      connect: () => Promise.resolve({ connected: true }),
      close: () => Promise.resolve(),
    },
    run(script, options) {
      scripts.push({ script, options });
      return Promise.resolve(answers[scripts.length - 1] ?? said(""));
    },
    usePassword: (password) => passwords.push(password),
  };
  const result = await enrolTotp({
    ...{ target, account: "ada", again: false, now: () => noon },
    show: (enrolment) => (shown = enrolment),
    tell: (what) => told.push(what),
    ask(before) {
      reasons.push(before);
      return Promise.resolve(shown === undefined ? undefined : codes(shown)[reasons.length - 1]);
    },
    ...more,
  });
  return { result, scripts, told, reasons, shown, passwords };
}

const right = ({ secret }: Enrolment): readonly string[] => [totp(secret, noon)];
const written = said("enrol written 400 ada\n");

describe("enrolling", () => {
  it("by the person's own login asks for no other rights, and sends the secret in the script only", async () => {
    const { result, scripts, shown, told } = await sit([said(ready), written], right);
    expect(result).toEqual({ enrolled: true });
    expect(told).toEqual([]);
    expect(scripts.map(({ options }) => options.as)).toEqual(["login", "login"]);
    expect(scripts[1]?.script).toContain(`${toBase32(shown?.secret ?? Buffer.alloc(0))}\n`);
    expect(JSON.stringify(scripts[1]?.options)).not.toContain(toBase32(shown?.secret ?? Buffer.alloc(0)));
  });

  it("by another login becomes root, and asks for sudo's password only where that needs one", async () => {
    const not = said("enrol not-root\n");
    const free = await sit([not, said(ready), written], right);
    expect([free.result.enrolled, free.passwords]).toEqual([true, []]);
    const asked = await sit([not, not, said(ready), written], right, { askPassword: () => Promise.resolve("word") });
    expect([asked.result.enrolled, asked.passwords]).toEqual([true, ["word"]]);
    expect((await sit([not, not], right)).result).toMatchObject({
      because: "this login is neither ada nor root",
      left: "kept",
    });
    const refused = said("", { refused: "sudo does not take the password" });
    expect((await sit([not, not, refused], right, { askPassword: () => Promise.resolve("bad") })).result).toMatchObject(
      {
        because: "sudo does not take the password",
      },
    );
  });

  it.each([
    ["enrol no-account\n", "there is no account ada"],
    ["enrol no-home\n", "the home of ada"],
    ["enrol exists\nenrol module\nenrol clock 1\n", "has a second factor there already"],
    ["This account is not available.\n", "no shell answered"],
  ])("stops before anything is shown: %j", async (stdout, because) => {
    const { result, shown } = await sit([said(stdout)], right);
    expect(result).toMatchObject({
      enrolled: false,
      left: "kept",
      because: expect.stringContaining(because) as string,
    });
    expect(shown).toBeUndefined();
  });

  it("takes three codes and no more, and writes nothing without a right one", async () => {
    const { result, scripts, reasons } = await sit([said(ready)], () => ["1", "12345678", "2", "3"]);
    expect(result).toMatchObject({ left: "kept", because: "that code is wrong; after 3 tries nothing was written" });
    expect(reasons).toEqual([undefined, "that code is wrong", "that is no code of the app: it has six digits"]);
    expect(scripts).toHaveLength(1);
    expect((await sit([said(ready)], () => [])).result).toMatchObject({ left: "kept" });
    expect((await sit([said(ready), written], (one) => ["1", ...right(one)])).result).toEqual({ enrolled: true });
  });

  it("goes by the host's clock, and says when that is off", async () => {
    const slow = said(`enrol module\nenrol clock ${noon - 600}\n`);
    const { result, told, reasons } = await sit([slow], (one) => [...right(one), ...right(one), ...right(one)]);
    expect(told).toEqual(["the host's clock is 600 s behind the one here"]);
    expect(reasons[1]).toBe("that is right by the clock here, and wrong by the host's");
    expect(result).toMatchObject({ hint: expect.stringContaining("set the host's clock right") as string });
    const there = await sit([slow, written], ({ secret }) => [totp(secret, noon - 600)]);
    expect(there.result).toEqual({ enrolled: true });
  });

  it("says when nothing asks for codes there yet", async () => {
    const { told } = await sit([said(`enrol clock ${noon}\n`), written], right);
    expect(told).toEqual([expect.stringContaining("is not installed")]);
  });

  it("tells what failed, and when it cannot know", async () => {
    const full = said("enrol failed the file is not whole: is the disk full?\n", {
      stderr: "cat: No space\u001b[2J left\n",
    });
    expect((await sit([said(ready), full], right)).result).toMatchObject({
      left: "kept",
      because: "the file is not whole: is the disk full?: cat: No space left",
    });
    const gone: Ran = { state: "failed", because: "the connection is lost", hint: "" };
    expect((await sit([said(ready), gone], right)).result).toMatchObject({
      left: "unsure",
      because: "the connection is lost",
    });
  });
});

describe("the sheet", () => {
  const enrolment = { secret: Buffer.from("12345678901234567890"), scratchCodes: ["12345678"] };
  const names = { service: "shop", host: "app-1", person: "ada" };
  it("without a picture has the key in groups of four, the address and the codes, in plain characters", () => {
    const text = enrolmentSheet(enrolment, { ...names, picture: "none" });
    expect(text).toContain("\n  GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ\n");
    expect(text).toContain("\n  otpauth://totp/shop:ada%40app-1?secret=");
    expect(text).toContain("\n  12345678\n");
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  });
  it("with one leaves the address out", () => {
    const text = enrolmentSheet(enrolment, { ...names, picture: "coloured" });
    expect(text).toContain("▀");
    expect(text).not.toContain("otpauth");
  });
  it("with a plain one has no colours, and the address for an app that does not read it", () => {
    const text = enrolmentSheet(enrolment, { ...names, picture: "plain" });
    expect(text).toMatch(/▀[^]*otpauth:/);
    expect(text).not.toContain("\u001b");
  });
});

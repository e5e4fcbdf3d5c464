import type { State } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { brought, settledBy, written } from "../../testing/brought.ts";
import { commonAccount, commonAuth, commonPassword, sshdStack, suStack } from "../../testing/debian-pam.ts";
import { type PamStacks, parsePamStacks } from "../facts/pam-stacks.ts";
import { loginLockout, pamEntry, pamOption, qualityModule, suForGroup } from "./pam-entries.ts";
import { pamOpeningsClosed } from "./pam-openings-closed.ts";
import { entriesOf, parsePamText } from "./pam-text.ts";

const debian = {
  "common-auth": commonAuth,
  "common-password": commonPassword,
  "common-account": commonAccount,
  sshd: sshdStack,
  su: suStack,
};
type Files = Readonly<Record<string, string>>;

/** The fact as the host would tell it of these texts. */
function stacks(
  files: Files,
  modules: readonly string[] = ["pam_unix", "pam_faillock", "pam_pwhistory", "pam_wheel"],
): PamStacks {
  return {
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, entriesOf(parsePamText(text))])),
    modules: modules.map((name) => `/lib/security/${name}.so`),
  };
}

/** What the states make of the files, checked against what they say that it will read. */
function edited(states: readonly State<PamStacks>[], files: Files): Files {
  const value = stacks(files);
  const before = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/etc/pam.d/${name}`, text]));
  const after = written(
    states.flatMap((state) => brought([state], value)),
    before,
  );
  const texts = Object.fromEntries(
    Object.entries(after).map(([path, text]) => [path.replace("/etc/pam.d/", ""), text ?? ""]),
  );
  expect(stacks(texts).files).toEqual(settledBy(states, value).files);
  return texts;
}

/** Lines that are new, with `+`, and lines that are gone, with `-`. */
function difference(before: string | undefined, after: string | undefined): readonly string[] {
  const [old, now] = [before?.split("\n") ?? [], after?.split("\n") ?? []];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe("the fact and its twin", () => {
  it("read the same", () => {
    // printed by the fact's own awk on a lab host
    const printed = `common-auth auth [success=1 default=ignore] pam_unix.so nullok
common-auth auth requisite pam_deny.so
common-auth auth required pam_permit.so
su auth sufficient pam_rootok.so
su @include common-auth
su @include common-account
su @include common-session
`;
    const reading = parsePamStacks(printed, "/lib/security/pam_unix.so");
    expect(reading).toMatchObject({
      known: true,
      value: { files: stacks({ "common-auth": commonAuth, su: suStack }).files },
    });
  });
});

describe("edits of /etc/pam.d", () => {
  it("put pam_faillock on both sides of pam_unix, and its jump goes on past the refusal", () => {
    const after = edited(loginLockout(), debian);
    expect(difference(debian["common-auth"], after["common-auth"])).toEqual([
      "-auth\t[success=1 default=ignore]\tpam_unix.so nullok",
      "+auth\trequired\t\t\tpam_faillock.so preauth",
      "+auth\t[success=2 default=ignore]\tpam_unix.so nullok",
      "+auth\t[default=die]\tpam_faillock.so authfail",
    ]);
    // inside the block of pam-auth-update, which then leaves the file alone: outside it, it would write success=1 again
    expect(after["common-auth"]).toContain("authfail\n# here's the fallback");
    expect(after["common-account"]).toBe(`${debian["common-account"]}account\trequired\t\t\tpam_faillock.so\n`);
    expect(edited(loginLockout(), after)).toEqual(after);
  });

  it("put the quality module and the history in front of pam_unix, whichever comes first", () => {
    const history = pamEntry({
      file: "common-password",
      type: "password",
      control: "required",
      module: "pam_pwhistory.so",
      args: ["remember=24", "use_authtok"],
      before: ["pam_unix.so"],
    });
    const expected = [
      "-password\t[success=1 default=ignore]\tpam_unix.so obscure yescrypt",
      "+password\trequisite\t\t\tpam_pwquality.so retry=3",
      "+password\trequired\t\t\tpam_pwhistory.so remember=24 use_authtok",
      "+password\t[success=1 default=ignore]\tpam_unix.so obscure yescrypt use_authtok",
    ];
    for (const states of [
      [...qualityModule(), history],
      [history, ...qualityModule()],
    ]) {
      const after = edited(states, debian);
      expect(difference(debian["common-password"], after["common-password"])).toEqual(expected);
      expect(edited(states, after)).toEqual(after);
    }
  });

  it("bring the package of a module that is not there, and never name one that nobody brings", () => {
    const changes = brought(qualityModule().slice(0, 1), stacks(debian));
    expect(changes[0]).toEqual({ kind: "package", package: "libpam-pwquality", wanted: "installed" });
    expect(brought(qualityModule().slice(0, 1), stacks(debian, ["pam_pwquality"]))).toHaveLength(1);
    expect(loginLockout().flatMap((state) => brought([state], stacks(debian, [])))).toEqual([]);
  });

  it("leave a host alone that has no such file", () => {
    expect(loginLockout().flatMap((state) => brought([state], stacks({ sshd: sshdStack })))).toEqual([]);
  });

  it("take an option out wherever it stands, and keep what is around it", () => {
    const weak =
      "auth\t[success=1 default=ignore]\tpam_unix.so nullok \\\n\ttry_first_pass nullok # nullok is old\n# pam_unix.so nullok\n";
    const after = edited([pamOption("pam_unix.so", "nullok", "gone")], { ...debian, own: weak });
    expect(after["own"]).toBe(
      "auth\t[success=1 default=ignore]\tpam_unix.so \\\n\ttry_first_pass # nullok is old\n# pam_unix.so nullok\n",
    );
    expect(after["common-auth"]).toContain("pam_unix.so\n");
  });

  it("ask for a group in su behind the line for root", () => {
    const wheel = suForGroup("no-su");
    const after = edited([wheel], debian);
    expect(after["su"]).toContain(
      "auth       sufficient pam_rootok.so\nauth\trequisite\t\t\tpam_wheel.so use_uid group=no-su\n",
    );
    expect(
      edited([wheel], { su: suStack.replace("# auth       required   pam_wheel.so", "auth required pam_wheel.so") })[
        "su"
      ],
    ).toContain("pam_wheel.so use_uid group=no-su");
  });

  it("move a line that stands in the wrong place, with every jump that went over it", () => {
    const wrong = commonAuth
      .replace("[success=1 default", "[success=2 default")
      .replace("# here's the fallback", "auth required pam_faillock.so preauth\n# here's the fallback");
    expect(
      difference(
        commonAuth,
        edited(loginLockout(), { "common-auth": wrong, "common-account": commonAccount })["common-auth"],
      ),
    ).toEqual(difference(commonAuth, edited(loginLockout(), debian)["common-auth"]));
  });

  it("take out a line that lets everybody in, and shorten the jump over it", () => {
    const open =
      "auth [success=2 default=ignore] pam_unix.so\nauth sufficient pam_permit.so # for the script\nauth requisite pam_deny.so\nauth required pam_permit.so\n";
    const closed = pamOpeningsClosed(["sudo"]);
    const after = edited([closed], { sudo: "@include common-auth\n", "common-auth": open });
    expect(after["common-auth"]).toBe(
      "auth [success=1 default=ignore] pam_unix.so\nauth requisite pam_deny.so\nauth required pam_permit.so\n",
    );
    expect(brought([closed], stacks(debian))).toEqual([]);
  });
});

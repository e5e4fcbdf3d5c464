import { broken, holds } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { pam } from "../../testing/example-accounts.ts";
import { opensEarly, openStack, unlessOpen } from "./pam-openings.ts";
import { type PamStacks, parsePamStacks } from "./pam-stacks.ts";

const debian = `common-auth auth [success=1 default=ignore] pam_unix.so nullok
common-auth auth requisite pam_deny.so
common-auth auth required pam_permit.so
common-auth auth optional pam_cap.so
`;

function stack(service: string, ...lines: readonly string[]): PamStacks {
  const reading = parsePamStacks(`${debian}${lines.map((line) => `${service} ${line}\n`).join("")}`, "");
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

function openingOf(service: string, ...lines: readonly string[]): string | undefined {
  const opening = opensEarly(stack(service, ...lines), service);
  return opening && `${opening.certain ? "surely" : "perhaps"} ${opening.file} ${opening.entry.module}`;
}

const all = "@include common-auth";

describe("what a PAM stack lets in without a check", () => {
  it("finds nothing on a host as installed", () => {
    const installed = pam();
    for (const service of Object.keys(installed.files)) expect(opensEarly(installed, service)).toBeUndefined();
  });

  it.each([
    ["permit first", "sudo", ["auth sufficient pam_permit.so", all], "surely sudo pam_permit.so"],
    ["permit over a path", "sshd", ["auth sufficient /opt/pam_permit.so", all], "surely sshd /opt/pam_permit.so"],
    [
      "done in brackets",
      "sshd",
      ["auth [success=done default=ignore] pam_permit.so", all],
      "surely sshd pam_permit.so",
    ],
    [
      "a jump over the deny",
      "sshd",
      ["auth optional pam_mail.so", "auth [success=2 default=ignore] pam_permit.so", all],
      "surely sshd pam_permit.so",
    ],
    ["nothing but permit", "login", ["auth required pam_permit.so"], "surely login pam_permit.so"],
    [
      "everybody has a uid",
      "sudo",
      ["auth sufficient pam_succeed_if.so uid >=... 0 quiet", all],
      "surely sudo pam_succeed_if.so",
    ],
    [
      "some group",
      "sudo",
      ["auth sufficient pam_succeed_if.so user ingroup ops", all],
      "perhaps sudo pam_succeed_if.so",
    ],
    ["a program decides", "sshd", ["auth sufficient pam_exec.so /bin/true", all], "perhaps sshd pam_exec.so"],
    ["sshd is root itself", "sshd", ["auth sufficient pam_rootok.so", all], "surely sshd pam_rootok.so"],
  ] as const)("%s", (_name, service, lines, found) => {
    expect(openingOf(service, ...lines)).toBe(found);
  });

  it.each([
    ["root may become anybody", "su-l", ["auth sufficient pam_rootok.so", all]],
    ["the stack goes on after permit", "sshd", ["auth required pam_permit.so", all]],
    ["only members of a group are asked", "su-l", ["auth required pam_wheel.so use_uid", all]],
    ["a directory is asked first", "sudo", ["auth sufficient pam_sss.so", all]],
    ["a code first", "sshd", ["auth required pam_google_authenticator.so nullok", all]],
    ["permit after a refusal", "sudo", ["auth required pam_unix.so", "auth sufficient pam_permit.so"]],
    ["a jump that lands before the deny", "sshd", ["auth [success=1 default=ignore] pam_permit.so", all]],
  ] as const)("closed: %s", (_name, service, lines) => {
    expect(openingOf(service, ...lines)).toBeUndefined();
  });

  it("judges only services that have a stack, and puts the certain one first", () => {
    const open = stack("sudo", "auth sufficient pam_exec.so /bin/true", all);
    expect(openStack(open, ["sshd", "login"])).toBeUndefined();
    expect(openStack(open, ["sudo"])).toMatchObject({ inside: "unreadable" });
    expect(openStack(stack("su", "auth sufficient pam_permit.so"), ["sudo", "su"])).toMatchObject({ inside: "broken" });
  });

  it("never hides what is broken behind what may be", () => {
    const open = stack("sudo", "auth sufficient pam_exec.so /bin/true", all);
    expect(unlessOpen(open, ["sudo"], broken("nullok"))).toMatchObject({ because: "nullok" });
    expect(unlessOpen(open, ["sudo"], holds("good"))).toMatchObject({ inside: "unreadable" });
    expect(unlessOpen(open, ["sshd"], holds("good"))).toMatchObject({ inside: "holds" });
  });

  it("ends on a long stack of conditions", () => {
    const lines = Array.from({ length: 300 }, () => "auth [success=1 default=ignore] pam_access.so");
    expect(openingOf("sshd", ...lines, all)).toBeUndefined();
    expect(openingOf("sshd", ...lines, "auth sufficient pam_access.so", all)).toBe("perhaps sshd pam_access.so");
  });
});

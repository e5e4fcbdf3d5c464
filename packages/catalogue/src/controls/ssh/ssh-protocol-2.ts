import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { sshOldServer } from "../../attempts/ssh-greeting-checks.ts";
import { sshdCheck } from "../../facts/sshd-check.ts";

export const sshProtocol2 = defineControl({
  id: "ssh-protocol-2",
  title: "SSH speaks protocol 2 only",
  why: "Protocol 1 can be read and changed on its way. It left OpenSSH with 7.6, so the version decides, not a line in a file.",
  severity: "medium",
  area: "ssh",
  covers: ["R026"],
  applies: everyHost,
  facts: { check: sshdCheck },
  verdict({ check: { version } }) {
    if (version === "") return undecided("the version of sshd is not known");
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const because = `OpenSSH ${version}`;
    return major > 7 || (major === 7 && minor >= 6) ? holds(`${because} knows protocol 2 only`) : broken(because);
  },
  attempt: sshOldServer,
  fix: () => [byHand("Upgrade the system to a release that still gets updates.")],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["https://www.openssh.com/txt/release-7.6", "RFC 4253"],
});

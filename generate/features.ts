import type { Feature } from "./coverage.ts";

/** What of the product, beside the catalogue, covers a requirement. */
export const features: readonly Feature[] = [
  {
    id: "exceptions",
    title: "secondlock accept: an exception with owner, reason and end, shown and never green",
    covers: ["R271"],
    test: "packages/cli/test/accept.test.ts",
  },
  {
    id: "no-overall-pass",
    title: "a report gives no overall pass while a half of the service is unseen",
    covers: ["R268"],
    test: "packages/engine/src/report/overall.test.ts",
  },
  {
    id: "posture-answers",
    title: "the posture questions are answered by computation, never typed",
    covers: ["R269"],
    test: "packages/engine/src/answer/answer.test.ts",
  },
  {
    id: "audit-all-hosts",
    title: "every host of the service file is audited by one command, without logging in to each",
    covers: ["R003"],
    test: "lab/test/audit.test.ts",
  },
  {
    id: "audit-in-ci",
    title: "audits run on a schedule or in CI, are kept, and fail on what turned",
    covers: ["R076"],
    test: "packages/cli/test/audit-command.test.ts",
  },
  {
    id: "self-attack",
    title: "attempts from the operator, other hosts and a stranger, on every audit",
    covers: ["R266"],
    test: "lab/test/attempts.test.ts",
  },
  {
    id: "plan",
    title: "secondlock plan: what would change, before anything does; a file that was changed by hand is told",
    covers: ["R075"],
    test: "lab/test/harden.test.ts",
  },
  {
    id: "harden",
    title: "secondlock harden: from the own computer, what the service file says is brought about, and proven",
    covers: ["R242"],
    test: "lab/test/harden.test.ts",
  },
  {
    id: "harden-all-hosts",
    title: "secondlock harden --batch: every host by one command; the first failure stops the rest",
    covers: ["R003", "R037"],
    test: "lab/test/batch.test.ts",
  },
  {
    id: "commit-confirmed",
    title: "a change is taken back by the host itself unless a new login confirms it",
    covers: ["R002"],
    test: "lab/test/lock-outs.test.ts",
  },
  {
    id: "undo",
    title: "secondlock undo: back to before a change, byte for byte",
    covers: ["R002"],
    test: "lab/test/harden.test.ts",
  },
  {
    id: "enrol",
    title: "secondlock enrol: a second factor and emergency codes, shown once and kept nowhere else",
    covers: ["R024", "R025"],
    test: "lab/test/enrol.test.ts",
  },
  {
    id: "open-ssh",
    title: "secondlock open-ssh: SSH closed by default, open to one address for a time",
    covers: ["R027", "R028"],
    test: "lab/test/open-ssh.test.ts",
  },
  {
    id: "drill-login-alert",
    title: "secondlock drill login-alert: a marked login has to be told on every channel",
    covers: ["R077"],
    test: "lab/test/alerts.test.ts",
  },
  {
    id: "signed-requests",
    title:
      "signed requests (RFC 9421): replayed, altered, stale and half-covered ones are refused; the server keeps public keys only",
    covers: ["R156"],
    test: "packages/signatures/src/verify.test.ts",
  },
  {
    id: "export-ansible",
    title: "secondlock export ansible: the same profile as a playbook; a second run changes nothing",
    covers: ["R243"],
    test: "lab/test/export.test.ts",
  },
  {
    id: "export-cloud-init",
    title: "secondlock export cloud-init: a new server is closed until its first boot has passed",
    covers: ["R245"],
    test: "lab/test/first-boot.test.ts",
  },
];

import { theHost } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import type { MatchCase, SshdConfig } from "../../facts/sshd-config.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshMatchBlocks } from "./ssh-match-blocks.ts";

const shut = {
  permitrootlogin: "no",
  passwordauthentication: "no",
  kbdinteractiveauthentication: "no",
  permitemptypasswords: "no",
  authenticationmethods: "any",
};
const sshd = { byAccount: { ada: shut, root: shut } };
const config = (
  ...cases: readonly (Partial<MatchCase> & { readonly settings: MatchCase["settings"] })[]
): SshdConfig => ({
  lines: [],
  files: [],
  directories: [],
  cases: cases.map((one) => ({
    at: "/etc/ssh/sshd_config:124",
    criteria: "Address 10.0.0.0/8",
    account: "ada",
    ...one,
  })),
  complete: true,
});

it("is not sure when a block is made for the address that is asked from", () => {
  const line = { file: "/etc/ssh/sshd_config", line: 9, keyword: "match", underMatch: true };
  const shielded = { ...config(), lines: [{ ...line, value: "Address 203.0.113.250" }] };
  expect(sshMatchBlocks.verdict({ sshd, config: shielded }, exampleHost(), theHost)).toMatchObject({
    inside: "unreadable",
    because: expect.stringMatching(/:9 Match Address 203\.0\.113\.250 hides/) as string,
  });
});

testControl(sshMatchBlocks, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed have none": {
      facts: { sshd, config: config() },
      because: /no Match block/,
    },
    "a block that only shuts more": { facts: { sshd, config: config({ settings: shut }) } },
    "root's setting does not matter for another account": {
      facts: { sshd, config: config({ settings: { ...shut, permitrootlogin: "yes" } }) },
    },
    "passwords are on everywhere, which is told elsewhere": {
      facts: {
        sshd: { byAccount: { ada: { ...shut, passwordauthentication: "yes" } } },
        config: config({ settings: { ...shut, passwordauthentication: "yes" } }),
      },
    },
    "a code after the key": {
      facts: {
        sshd,
        config: config({
          settings: {
            ...shut,
            kbdinteractiveauthentication: "yes",
            authenticationmethods: "publickey,keyboard-interactive",
          },
        }),
      },
    },
  },
  broken: {
    "passwords from the office": {
      facts: { sshd, config: config({ settings: { ...shut, passwordauthentication: "yes" } }) },
      because: /:124 Match Address 10\.0\.0\.0\/8: passwordauthentication yes for ada/,
    },
    "root from the office": {
      facts: { sshd, config: config({ account: "root", settings: { ...shut, permitrootlogin: "yes" } }) },
      because: /permitrootlogin/,
    },
    "an upload account with a password": {
      facts: {
        sshd,
        config: config(
          { settings: shut },
          { account: "upload", criteria: "Group sftp", settings: { ...shut, passwordauthentication: "yes" } },
        ),
      },
      because: /upload/,
    },
    "an empty password": { facts: { sshd, config: config({ settings: { ...shut, permitemptypasswords: "yes" } }) } },
  },
});

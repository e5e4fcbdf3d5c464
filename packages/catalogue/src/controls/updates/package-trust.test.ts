import { testControl } from "../../../testing/test-control.ts";
import { packageTrust } from "./package-trust.ts";

const debian = [
  { file: "sources.list.d/debian.sources", text: "Types: deb" },
  { file: "sources.list.d/debian.sources", text: "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg" },
];
const ring = {
  path: "/usr/share/keyrings/debian-archive-keyring.gpg",
  mode: 0o644,
  owner: "root",
  group: "root",
  kind: "file",
} as const;
const keyrings = { files: [ring], complete: true };
const apt = { "Acquire::AllowInsecureRepositories": ["0"], "Acquire::AllowWeakRepositories": ["0"] };

testControl(packageTrust, {
  holds: {
    "Debian 12 as installed": { facts: { apt, packages: { sources: debian, keyrings } } },
    "one-line sources of Ubuntu 22.04": {
      facts: {
        apt: {},
        packages: { sources: [{ file: "sources.list", text: "deb http:// jammy main restricted" }], keyrings },
      },
    },
  },
  broken: {
    "a quick [trusted=yes] for a vendor": {
      facts: {
        apt,
        packages: { sources: [{ file: "sources.list.d/vendor.list", text: "deb [trusted=yes] http:// ./" }], keyrings },
      },
      because: /vendor\.list/,
    },
    "Trusted: yes in the new format": {
      facts: {
        apt,
        packages: { sources: [{ file: "sources.list.d/vendor.sources", text: "Trusted: yes" }], keyrings },
      },
    },
    "the check is off for all": {
      facts: { apt: { "APT::Get::AllowUnauthenticated": ["true"] }, packages: { sources: debian, keyrings } },
      because: /AllowUnauthenticated/,
    },
    "off for the apt command only": {
      facts: {
        apt: { "Binary::apt::Acquire::AllowInsecureRepositories": ["1"] },
        packages: { sources: debian, keyrings },
      },
    },
    "anybody can add a key": {
      facts: {
        apt,
        packages: {
          sources: debian,
          keyrings: { complete: true, files: [{ ...ring, path: "/etc/apt/keyrings", mode: 0o777, kind: "directory" }] },
        },
      },
      because: /keyrings/,
    },
  },
});

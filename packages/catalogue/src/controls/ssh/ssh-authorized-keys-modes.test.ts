import type { AuthorizedKeys, AuthorizedKeysFile } from "../../facts/authorized-keys.ts";
import { authorized } from "../../../testing/authorized-keys.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshAuthorizedKeysModes } from "./ssh-authorized-keys-modes.ts";

const good = authorized({ ada: [{}] });
const changed = (change: (file: AuthorizedKeysFile) => Partial<AuthorizedKeysFile>): AuthorizedKeys => ({
  ...good,
  files: good.files.map((file) => ({ ...file, ...change(file) })),
});
const system = { path: "/etc/ssh/keys/ada", mode: 0o644, owner: "root", group: "root" };
const home = { path: "/home/ada", mode: 0o755, owner: "ada", group: "ada" };

testControl(sshAuthorizedKeysModes, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed have no key": { facts: { authorized: authorized({}) } },
    "as ssh-copy-id leaves it": { facts: { authorized: good } },
    "in a directory of root": {
      facts: {
        authorized: changed(() => ({ file: system, above: [{ ...system, path: "/etc/ssh/keys", mode: 0o755 }, home] })),
      },
    },
  },
  broken: {
    "made with the umask of Debian": {
      facts: { authorized: changed(({ file }) => ({ file: { ...file, mode: 0o644 } })) },
      because: /authorized_keys \(644 ada/,
    },
    "another account owns it": {
      facts: { authorized: changed(({ file }) => ({ file: { ...file, owner: "ben" } })) },
      because: /ben/,
    },
    "the directory is open": {
      facts: {
        authorized: changed(({ above }) => ({
          above: above.map((one, index) => (index === 0 ? { ...one, mode: 0o755 } : one)),
        })),
      },
      because: /\.ssh \(755/,
    },
    "everybody writes the home": {
      facts: {
        authorized: changed(({ above }) => ({
          above: above.map((one, index) => (index === 1 ? { ...one, mode: 0o777 } : one)),
        })),
      },
      because: /777/,
    },
    "the account writes the file that root should keep": {
      facts: {
        authorized: changed(() => ({
          file: { ...system, owner: "ada" },
          above: [{ ...system, path: "/etc/ssh/keys", mode: 0o755 }, home],
        })),
      },
    },
  },
});

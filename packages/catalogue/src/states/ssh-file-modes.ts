import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type AuthorizedKeys, authorizedKeys, type AuthorizedKeysFile, isInHome } from "../facts/authorized-keys.ts";
import type { SshFile } from "../facts/ssh-file.ts";
import { type SshHostKey, sshHostKeys } from "../facts/ssh-host-keys.ts";
import { type SshdConfig, sshdConfig } from "../facts/sshd-config.ts";
import { modesChanges } from "./modes-changes.ts";

function closedTo(most: number): (file: SshFile) => SshFile {
  return (file) => ({ ...file, mode: file.mode & most, owner: "root", group: "root" });
}

/** sshd's configuration files belong to root, and only root reads and writes them. */
export function sshdConfigFilesClosed(): State<SshdConfig> {
  return defineState({
    resource: "file:/etc/ssh/sshd_config and the files that it includes",
    text: "the configuration files of sshd: mode at most 0600, directories at most 0755, owner root",
    settings: { mode: "at most 0600", "mode of directories": "at most 0755", owner: "root", group: "root" },
    fact: sshdConfig,
    settle: (config) => ({
      ...config,
      files: config.files.map(closedTo(0o600)),
      directories: config.directories.map(closedTo(0o755)),
    }),
    bring: closeConfigFiles,
    costs: "Reading the configuration of sshd takes sudo.",
  });
}

function closeConfigFiles(_settings: Settings, { files, directories }: SshdConfig): readonly Change[] {
  return [...modesChanges(files, closedTo(0o600)), ...modesChanges(directories, closedTo(0o755))];
}

/** Private host keys belong to root and nobody else reads them; the public halves may be read. */
export function sshHostKeysClosed(): State<readonly SshHostKey[]> {
  return defineState({
    resource: "file:/etc/ssh/ssh_host_*_key",
    text: "the host keys: mode at most 0600, the public halves at most 0644, owner root",
    settings: { mode: "at most 0600", "mode of public halves": "at most 0644", owner: "root", group: "root" },
    fact: sshHostKeys,
    settle: (keys) =>
      keys.map((key) => ({
        ...key,
        file: closedTo(0o600)(key.file),
        ...(key.publicFile ? { publicFile: closedTo(0o644)(key.publicFile) } : {}),
      })),
    bring: closeHostKeys,
    risk: "Whoever read a host key while it was open can still pretend to be this host; only new keys end that.",
  });
}

function closeHostKeys(_settings: Settings, keys: readonly SshHostKey[]): readonly Change[] {
  return keys.flatMap(({ file, publicFile }) => [
    ...modesChanges([file], closedTo(0o600)),
    ...modesChanges(publicFile ? [publicFile] : [], closedTo(0o644)),
  ]);
}

/** Key files belong to their account, which alone reads and writes them; nobody else writes the directories above them. */
export function authorizedKeysClosed(): State<AuthorizedKeys> {
  return defineState({
    resource: "file:authorized_keys of every account",
    text: "key files in homes: mode at most 0600, their directory at most 0700, the home not writable by others, owned by the account",
    settings: {
      mode: "at most 0600",
      "mode of directories": "at most 0700",
      "mode of homes": "at most 0755",
      owner: "the account",
    },
    fact: authorizedKeys,
    settle: (authorized) => ({ ...authorized, files: authorized.files.map(closedKeys) }),
    bring: closeAuthorizedKeys,
  });
}

function closedKeys(one: AuthorizedKeysFile): AuthorizedKeysFile {
  const inHome = isInHome(one);
  // sshd takes what root owns as well, and accounts that share one number or home would pull it to and fro
  const ownerOf = ({ owner }: SshFile): string => (inHome && owner !== "root" ? one.account : "root");
  const at = (file: SshFile, most: number): SshFile => ({ ...file, mode: file.mode & most, owner: ownerOf(file) });
  const above = one.above.map((file, index) =>
    index === 0 || inHome ? at(file, index === 0 && inHome ? 0o700 : 0o755) : file,
  );
  return { ...one, file: at(one.file, inHome ? 0o600 : 0o644), above };
}

function closeAuthorizedKeys(_settings: Settings, { files }: AuthorizedKeys): readonly Change[] {
  const wanted = files.map(closedKeys).flatMap(({ file, above }) => [file, ...above]);
  const now = files.flatMap(({ file, above }) => [file, ...above]);
  const byRecord = new Map(now.map((file, index) => [file, wanted[index] ?? file]));
  return modesChanges(now, (file) => byRecord.get(file) ?? file);
}

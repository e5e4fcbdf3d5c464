/**
 * What an audit of the weak hosts still finds after `secondlock harden`, and why no plan brings it about. Each line is
 * checked: once it is no longer true, it fails.
 */
type Left = Readonly<Record<string, string>>;

/** Only a person knows what is meant: the plan says so under "what only you can decide". */
const DECIDED_BY_A_PERSON: Left = {
  "network-ipv6-router-advertisements": "broken: who gets the IPv6 address by announcement would lose it",
  "only-root-is-uid-0": "broken: toor may be somebody's way in, and an account is never deleted",
  "ports-as-declared":
    "luck: what waits on 8080 and 6379 has no name that tells what it is for; the firewall shuts it off",
  "stray-private-keys": "broken: a key may be the only copy, and is never deleted",
  "sudo-works": "broken: grace had an empty password and has none now; only she can choose one",
  "unique-ids": "broken: toor has root's number",
};

/** The rest of the machine does not have it, or is not there in the lab. */
const NOT_IN_THE_LAB: Left = {
  "file-integrity": "broken: AIDE is not installed, and the lab has no package archive",
  "kernel-ptrace-restricted": "broken: the kernel is that of the machine outside",
  "log-shipping": "broken: no log server is there",
  "mount-options-home": "broken: /home is no file system of its own, and no plan partitions a disk",
  "mount-options-shm": "broken: left to a person, as some programs run code from there",
  "mount-options-tmp": "broken: /tmp is no file system of its own, and no plan partitions a disk",
  "package-lists-fresh": "broken: the lab has no package archive",
  "ssh-second-factor": "broken: nobody is enrolled yet",
};

const LEFT_ON_BOTH: Left = { ...DECIDED_BY_A_PERSON, ...NOT_IN_THE_LAB };

export const LEFT: Readonly<Record<"app-1" | "db-1", Left>> = {
  "app-1": {
    ...LEFT_ON_BOTH,
    "web-admin-hidden": "broken: who may see the status page of nginx, only a person can say",
    "web-root-no-secrets": "broken: .env is the application's; where it reads it from, only a person can say",
  },
  "db-1": {
    ...LEFT_ON_BOTH,
    "boot-loader-password": "broken: the password of the boot loader is a person's to choose",
    "database-bind-address": "broken: db-1 has no private address declared that it could bind to",
    "ports-bound-narrowly": "luck: the same; the firewall lets in app-1 only",
  },
};

/** What a plan brings about of that and a new login does not prove, as `harden` says at its end. */
export const OPEN_AFTER_HARDEN: readonly string[] = ["broken ssh-second-factor"];

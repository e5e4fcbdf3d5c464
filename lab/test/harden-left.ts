/**
 * What an audit of the weak hosts still finds after `secondlock harden`, where nobody has decided anything and no package
 * can be fetched, and why. Each line is checked: once it is no longer true, it fails. harden-decided.test.ts has the same
 * hosts with decisions and an archive, and nothing is left there.
 */
type Left = Readonly<Record<string, string>>;

/** Only a person knows what is meant: the plan says so under "what only you can decide". */
const DECIDED_BY_A_PERSON: Left = {
  "only-root-is-uid-0": "broken: toor may be somebody's way in, and an account is never deleted",
  "ports-as-declared":
    "luck: what waits on 8080 and 6379 has no name that tells what it is for; the firewall shuts it off",
  "stray-private-keys": "broken: a key may be the only copy, and is never deleted",
  "sudo-works": "broken: grace had an empty password and has none now; only she can choose one",
  "unique-ids": "broken: toor has root's number",
};

/** These hosts lack it, and so that it stays quick, this test does not give it to them. */
const NOT_ON_THESE_HOSTS: Left = {
  "file-integrity": "broken: AIDE is not installed, and apt has no archive",
  "log-shipping": "broken: no log server is there",
  "mount-options-home": "broken: /home is no file system of its own, and how it becomes one a person decides",
  "mount-options-shm": "broken: left to a person, as some programs run code from there",
  "mount-options-tmp": "broken: /tmp is no file system of its own, and some programs run code from there",
  "package-lists-fresh": "broken: apt has no archive to fetch them from",
  "programs-restarted": "broken: needrestart is not installed, and apt has no archive",
  "ssh-second-factor": "broken: nobody is enrolled yet",
};

const LEFT_ON_BOTH: Left = { ...DECIDED_BY_A_PERSON, ...NOT_ON_THESE_HOSTS };

export const LEFT: Readonly<Record<"app-1" | "db-1", Left>> = {
  "app-1": {
    ...LEFT_ON_BOTH,
    "environment-files-sealed":
      "luck: what is in .env its owner seals, at his own desk; no host here has keys that could be read",
    "web-admin-hidden": "broken: who may see the status page of nginx, only a person can say",
    "web-root-no-secrets":
      "luck: .env is the application's; where it reads it from, only a person can say; the site hands none out",
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

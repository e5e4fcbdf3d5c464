/** What a person decides about, or what the lab has none of. Each line is checked: once it is no longer true, it fails. */
export const LEFT: Readonly<Record<string, string>> = {
  "file-integrity": "AIDE is not installed, and apt has no archive",
  "log-shipping": "no log server is there",
  "login-alert": "no alerts are declared",
  "mount-options-home": "/home is no file system of its own",
  "mount-options-shm": "left to a person",
  "mount-options-tmp": "left to a person",
  "outbound-restricted": "no outbound list is declared",
  "package-lists-fresh": "apt has no archive to fetch them from",
  "programs-restarted": "needrestart is not installed, and apt has no archive",
  "ssh-second-factor": "nobody is enrolled yet",
};
export const LEFT_ON_THE_DATABASE: Readonly<Record<string, string>> = {
  "ports-bound-narrowly": "sshd waits on the public addresses as well",
};

import type { Fixture } from "@secondlock/lab";

/** A program of the host's, replaced by one that behaves badly. The real one stays beside it, as NAME.real. */
export function replaced(path: string, script: string): Fixture {
  return {
    id: `replaced-${path.split("/").at(-1)}`,
    about: `${path} behaves badly`,
    seed: () => ({
      files: [{ path: `${path}.bad`, content: `#!/bin/sh\n${script}\n`, mode: "755" }],
      commands: [`mv ${path} ${path}.real`, `mv ${path}.bad ${path}`],
    }),
  };
}

/** A login shell of ada's that is a script of ours. */
export function loginShell(script: string): Fixture {
  return {
    id: "login-shell",
    about: "ada's login shell misbehaves",
    seed: () => ({
      files: [{ path: "/usr/local/bin/odd-shell", content: `#!/bin/sh\n${script}\n`, mode: "755" }],
      commands: ["usermod --shell /usr/local/bin/odd-shell ada"],
    }),
  };
}

export function commands(id: string, ...lines: readonly string[]): Fixture {
  return { id, about: id, seed: () => ({ commands: lines }) };
}

export function file(path: string, content: string, mode = "644"): Fixture {
  return { id: `file-${path.split("/").at(-1)}`, about: path, seed: () => ({ files: [{ path, content, mode }] }) };
}

/** Three wrong passwords lock an account, for sudo as for everything else. */
export const lockOut: Fixture = {
  id: "lock-out",
  about: "faillock counts failed passwords and locks at the third",
  seed: () => ({
    files: [
      {
        path: "/etc/pam.d/common-auth",
        content: `auth required pam_faillock.so preauth deny=3
auth [success=1 default=ignore] pam_unix.so
auth [default=die] pam_faillock.so authfail deny=3
auth required pam_faillock.so authsucc deny=3
auth required pam_permit.so
`,
      },
    ],
  }),
};

/** Says something wherever a shell starts, before and after what was asked. */
export const noisyShell: Fixture = {
  id: "noisy-shell",
  about: "bash greets on both outputs, also when nobody asked",
  seed: () => ({
    files: [
      {
        path: "/home/ada/.bashrc",
        content:
          'echo "Welcome back!"; echo "You have new mail." >&2; head -c 300 /dev/urandom\ntrap "echo Goodbye" EXIT\n',
        owner: "ada:ada",
      },
    ],
  }),
};

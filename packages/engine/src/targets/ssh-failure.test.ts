import { expect, it } from "vitest";
import { sshFailure } from "./ssh-failure.ts";

it.each([
  ["ssh: connect to host 192.0.2.1 port 22: Connection timed out", /nothing answers/],
  ["ssh: connect to host 192.0.2.1 port 22: Connection refused", /port is closed/],
  [
    "@@@\nWARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\n@@@\nHost key verification failed.",
    /not the one that you know/,
  ],
  ["Host key verification failed.", /host key is not known/],
  ["ada@192.0.2.1: Permission denied (publickey,password).", /login is refused/],
  ["ada@192.0.2.1: Permission denied (keyboard-interactive).", /asks for a code/],
  ["ssh: Could not resolve hostname app-1: Name or service not known", /cannot be resolved/],
  ["", /^the fallback$/],
])("%s", (stderr, because) => {
  expect(sshFailure(stderr, "the fallback").because).toMatch(because);
});

it("shows no escape sequence of a host's", () => {
  expect(sshFailure("Welcome\n\u001B]0;owned\u0007\u001B[2J\u009B1;1Hnothing\r here", "").because).toBe(
    "ssh says: nothing here",
  );
});

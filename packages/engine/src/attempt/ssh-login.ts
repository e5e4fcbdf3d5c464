import type { Observation } from "@secondlock/model";
import { quoteAll } from "../collect/quote.ts";
import { option } from "../targets/ssh-options.ts";
import { failed, type ProbeKind } from "./probe-runner.ts";
import { bareSsh, notSpoken, onlyKeys, pinned, spoken } from "./ssh-command.ts";

/** Most keys that are tried one by one. A server counts each as a failed try. */
const keysTriedAlone = 3;

/** One login with the operator's own keys, all together or each alone. A key only ever goes to the host that was read inside. */
export const sshLogin: ProbeKind<"ssh-login"> = {
  read(probe, place) {
    const attempt = (identities: readonly string[]): string[] => [
      ...bareSsh(place),
      "-v",
      ...pinned(place),
      ...onlyKeys(identities),
      ...["-l", probe.account, "--", place.address, "true"],
    ];
    if (probe.keys === "all") return spoken(attempt(place.identities), 15);
    const alone = place.identities.slice(0, keysTriedAlone).map((identity) => quoteAll(attempt([identity])));
    return {
      argv: ["sh", "-c", `exec 2>&1; ${alone.join("; ")}`],
      root: false,
      bytes: 32 * 1024,
      seconds: 15 * keysTriedAlone,
    };
  },
  see(raw) {
    return loginSeen(raw.stdout, raw.status);
  },
};

function loginSeen(text: string, status: number): Observation {
  const unspoken = notSpoken(text, status);
  if (unspoken) return unspoken;
  if (/Host key verification failed|HOST IDENTIFICATION HAS CHANGED/.test(text))
    return failed("the host key there is not the one that was read inside");
  const [, mismatch] = /Unable to negotiate with .*?: (no matching .*)/.exec(text) ?? [];
  if (mismatch !== undefined) return failed(mismatch.trim().slice(0, 200));
  const left = [...text.matchAll(/Authentications that can continue: (.*)/g)].at(-1)?.[1] ?? "";
  return {
    kind: "ssh-login",
    opened: /Authenticated to .* using "/.test(text),
    partial: /with partial success/.test(text),
    methodsLeft: left
      .trim()
      .split(",")
      .filter((word) => word !== ""),
  };
}

/** One login of the declared throw-away account with its right password, given through `SSH_ASKPASS`. */
export const sshPassword: ProbeKind<"ssh-password"> = {
  read: (probe, place) =>
    spoken(
      [
        ...bareSsh(place, "may ask"),
        "-v",
        ...pinned(place),
        ...option("PubkeyAuthentication", "no"),
        ...option("PreferredAuthentications", "keyboard-interactive,password"),
        ...option("NumberOfPasswordPrompts", "1"),
        ...["-l", probe.account, "--", place.address, "true"],
      ],
      20,
    ),
  see(raw) {
    const seen = loginSeen(raw.stdout, raw.status);
    return seen.kind === "ssh-login" ? { kind: "ssh-password", opened: seen.opened, methods: seen.methodsLeft } : seen;
  },
};

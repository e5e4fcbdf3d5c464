import { broken, defineControl, everyHost, holds, type Inside, notApplicable } from "@secondlock/model";
import { unlessOpen } from "../../facts/pam-openings.ts";
import { type PamStacks, pamStack, pamStacks } from "../../facts/pam-stacks.ts";
import { secondFactorRequired as secondFactorInSshd } from "../../states/second-factor-required.ts";

export const secondFactorRequired = defineControl({
  id: "second-factor-required",
  title: "Nobody gets past the second factor",
  why: "With nullok, whoever has not enrolled yet comes in with the key alone, or is locked out, by the rest of the line.",
  severity: "high",
  area: "passwords",
  covers: ["R020", "R022", "R032"],
  applies: everyHost,
  facts: { pam: pamStacks },
  verdict: ({ pam }) => unlessOpen(pam, ["sshd", "login"], asksEverybody(pam)),
  attempt: { none: "the login with the key alone is attempted by the controls of SSH" },
  fix: (wanted) => [secondFactorInSshd(wanted)],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: [
    "https://github.com/google/google-authenticator-libpam/issues/55",
    "https://manpages.debian.org/bookworm/libpam-runtime/pam.d.5.en.html",
  ],
});

function asksEverybody(pam: PamStacks): Inside {
  const auth = pamStack(pam, "sshd", "auth");
  const place = auth.findIndex(({ module }) => module.endsWith("pam_google_authenticator.so"));
  const asked = auth[place];
  if (!asked) return notApplicable("sshd does not ask for codes through PAM");
  if (asked.args.includes("nullok")) return broken("nullok: no code is asked from those who have not enrolled");
  if (!/^(required|requisite)$|default=(die|bad)/.test(asked.control))
    return broken(`${asked.control}: a wrong code is not refused`);
  const around = auth
    .slice(0, place)
    .find(({ control }) => control === "sufficient" || /success=(done|[1-9])/.test(control));
  return around
    ? broken(`${around.module} stands before it and can skip it`)
    : holds(`${asked.control} ${asked.module}`);
}

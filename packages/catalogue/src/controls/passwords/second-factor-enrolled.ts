import {
  accountOf,
  broken,
  byHand,
  defineControl,
  type Domain,
  type HostWanted,
  everyAdministrator,
  holds,
  notApplicable,
  onlyWhere,
} from "@secondlock/model";
import { pamStack, pamStacks } from "../../facts/pam-stacks.ts";
import { secondFactors, weaknessOf } from "../../facts/second-factors.ts";

export const secondFactorEnrolled = defineControl({
  id: "second-factor-enrolled",
  title: "Every administrator has a second factor that cannot be guessed or replayed",
  why: "An administrator without one is locked out or, worse, let in with the key alone.",
  severity: "high",
  area: "passwords",
  covers: ["R020", "R022", "R024"],
  applies: onlyWhere(
    (wanted) => everyAdministrator(wanted).length > 0,
    "the service file names no administrator of this host",
  ),
  each: everyAdministrator,
  facts: { pam: pamStacks, enrolments: secondFactors },
  verdict({ pam, enrolments }, _wanted, instance) {
    const asked = pamStack(pam, "sshd", "auth").find(({ module }) => module.endsWith("pam_google_authenticator.so"));
    if (!asked) return notApplicable("sshd does not ask for codes through PAM");
    const mine = enrolments.find(({ account }) => account === accountOf(instance));
    if (!mine) return broken("not enrolled");
    const wrong = weaknessOf(
      mine,
      asked.args.some((arg) => arg.startsWith("user=")),
    );
    return wrong === undefined ? holds(`enrolled, ${mine.emergencyCodes} emergency codes left`) : broken(wrong);
  },
  attempt: {
    none: "the login with the key alone is attempted by the controls of SSH; a wrong code would count as a failed login",
  },
  fix: () => [
    byHand(
      "Let the person enrol: secondlock enrol PERSON --host HOST, scan the code and keep the emergency codes where the phone is not.",
    ),
  ],
  lock: (wanted, instance) => ({
    stops: ["read", "change"],
    domains: [`host:${wanted.id}`, factorOf(wanted, accountOf(instance))],
  }),
  references: ["https://github.com/google/google-authenticator-libpam#readme", "RFC 6238"],
});

function factorOf({ admins }: HostWanted, name: string): Domain {
  return `custody:${admins.find(({ account }) => account === name)?.secondFactorHome ?? name}`;
}

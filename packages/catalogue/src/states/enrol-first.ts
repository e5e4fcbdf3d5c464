import { byHand } from "@secondlock/model";

/** Where a second factor is declared, one drop-in decides who is asked for what, and people decide who is enrolled. */
export const enrolFirst = byHand(
  "Let each administrator enrol: secondlock enrol PERSON. What harden writes for ssh-second-factor then asks whoever is enrolled for the key and a code, and everybody else for the key alone, never for a password.",
);

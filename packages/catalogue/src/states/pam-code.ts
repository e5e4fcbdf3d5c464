/** No nullok: it would let in whoever has no secret, or lock them out, by the rest of the line (google-authenticator-libpam issue 55). */
const asks = "auth required pam_google_authenticator.so";
const note = "# Secondlock: the code that follows the key, instead of the password of common-auth.";

/** sshd's stack where a system has none. */
const whole =
  "account required pam_nologin.so\n@include common-account\n@include common-session\n@include common-password\n";

/**
 * /etc/pam.d/sshd with the code as its first question and without the password's: sshd goes through `auth` only for
 * keyboard-interactive, after the key, and people without a password would never get past common-auth. Being first and
 * `required`, no line after it can let somebody in without a code. Pure, and the same when applied twice.
 */
export function codeInsteadOfPassword(before: string | undefined): string {
  const lines = (before ?? whole).split("\n").filter((line) => line !== note && !isReplaced(line));
  const first = lines.findIndex((line) => /^\s*-?auth\s/i.test(line));
  // where there is no other question, in place of the first one that went
  const was = (before ?? "")
    .split("\n")
    .filter((line) => line !== note)
    .findIndex(isReplaced);
  const place = [first, was].filter((at) => at !== -1).toSorted((a, b) => a - b)[0] ?? 0;
  return [...lines.slice(0, place), note, asks, ...lines.slice(place)].join("\n");
}

function isReplaced(line: string): boolean {
  return /^\s*(-?auth\s.*\bpam_google_authenticator\.so\b|@include\s+common-auth\s*(#|$)|-?auth\s+(include|substack)\s+common-auth\s*(#|$))/i.test(
    line,
  );
}

import { toBase32 } from "./base32.ts";
import { type Enrolment, otpauthUri } from "./enrolment.ts";
import { qrCode } from "./qr-code.ts";

export interface SheetOptions {
  readonly service: string;
  readonly host: string;
  readonly person: string;
  /** `none`: no QR code, because half blocks cannot be shown; `plain`: one without colours, which not every app reads. */
  readonly picture: "coloured" | "plain" | "none";
}

/** What the person sees once: the secret for the app, and the codes for the day on which the phone is lost. */
export function enrolmentSheet({ secret, scratchCodes }: Enrolment, options: SheetOptions): string {
  const uri = otpauthUri(secret, options.service, `${options.person}@${options.host}`);
  const groups = (toBase32(secret).match(/.{1,4}/g) ?? []).join(" ");
  return [
    `The second factor of ${options.person} on ${options.host}. It is shown this once.`,
    "",
    ...(options.picture === "none"
      ? []
      : ["Scan this with an authenticator app:", "", qrCode(uri, options.picture === "coloured")]),
    `${options.picture === "none" ? "Type" : "Or type"} this key into the app (time-based, 6 digits):`,
    "",
    `  ${groups}`,
    "",
    ...(options.picture === "coloured" ? [] : ["Or open this address where the app is:", "", `  ${uri}`, ""]),
    "Emergency codes, each good for one login when the phone is lost. Keep them where the phone is not:",
    "",
    ...scratchCodes.map((code) => `  ${code}`),
    "",
    "",
  ].join("\n");
}

/** How to make a key in security hardware, for whoever would rather touch than type. */
export function securityKeyWords(person: string, file: string): string {
  return `A key in security hardware (FIDO2) is a second factor by itself: it cannot be copied, and asks for its PIN.

  1. Plug it in and make the key. It must have a PIN; verify-required makes it ask for that at every login:

       ssh-keygen -t ed25519-sk -O verify-required -C ${person}

  2. Make one more on a second piece of hardware, and keep that elsewhere: the first may be lost.
  3. Put the .pub lines into ${file} as keys of ${person}, and take the other keys out: as long as one is left that lies in
     a file, the hardware protects nothing.
  4. secondlock plan shows what changes.
`;
}

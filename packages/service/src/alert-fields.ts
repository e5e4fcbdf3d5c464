import type { z } from "zod";
import { canonicalAddress, isPrivateAddress } from "./address.ts";
import { ruled } from "./fields.ts";

/**
 * Where an alert is posted to. In clear text only to a literal address that nobody on the internet reaches: 198.18/15 is
 * set aside for tests between network devices (RFC 2544).
 */
export function alertAddress(): z.ZodString {
  return ruled((value) => {
    if (/^sealed:[A-Z][A-Z0-9_]{0,99}$/.test(value)) return undefined;
    const hint = "write sealed:NAME, https://alerts.example/path, or http:// with a literal private address";
    if (!/^https?:\/\/[!-~]{1,500}$/.test(value) || !URL.canParse(value))
      return { what: "is neither a sealed secret nor a URL", hint };
    const { protocol, hostname, username, password, search, hash } = new URL(value);
    if (username + password + search + hash !== "")
      return { what: "holds more than a host and a path, and may hold a secret", hint };
    const literal = canonicalAddress(hostname.replaceAll(/[[\]]/g, ""));
    const near = literal !== undefined && (isPrivateAddress(literal) || /^198\.1[89]\./.test(literal));
    return protocol === "https:" || near ? undefined : { what: "would carry alerts in clear text", hint };
  }).meta({ pattern: "^(sealed:[A-Z][A-Z0-9_]{0,99}|https?://[!-~]+)$" });
}

/** One address of mail, in the plain form that needs no quoting anywhere. */
export function mailAddress(): z.ZodString {
  return ruled((value) =>
    /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])?$/.test(value)
      ? undefined
      : { what: "is not an address of mail", hint: "write e.g. ada@shop.example" },
  ).meta({ format: "email" });
}

import { z } from "zod";
import { canonicalAddress, isHostName } from "./address.ts";
import { isAccountName, isRefusal, parseLogin } from "./login.ts";
import type { Refusal } from "./problem.ts";
import { printable } from "./problem.ts";
import { isRefusedKey, parsePublicKey } from "./public-key.ts";
import { nearest } from "./suggestion.ts";

/** Words of `allow:` that controls know. Others are accepted (controls may bring their own), but a near miss is an error. */
export const allowances = {
  "agent-forwarding": "the SSH agent may be forwarded through this host",
  "console-recovery": "the provider's console may be used to get back in",
  "database-restart": "a database may be restarted after an update, at an hour that nobody chose",
  docker: "containers run here, and Docker writes firewall rules of its own",
  router: "this host forwards packets",
  "tcp-forwarding": "administrators may forward TCP ports, e.g. as a jump host",
  "x11-forwarding": "X11 may be forwarded",
} as const;

const namePattern = "^[a-z0-9][a-z0-9._-]{0,62}$";
const textLimit = 1000;

/** A text with a rule; the rule's refusal becomes the issue, its hint travels in `params`. */
export function ruled(rule: (value: string) => Refusal | undefined): z.ZodString {
  return z.string().superRefine((value, context) => {
    const refusal = rule(value);
    if (refusal === undefined) return;
    context.addIssue({ code: "custom", message: refusal.what, params: { hint: refusal.hint } });
  });
}

/** Names of hosts, people, databases and places. */
export function name(): z.ZodString {
  return ruled(refuseName).meta({ pattern: namePattern });
}

/** A sentence for people; line breaks are folded later. */
export function sentence(): z.ZodString {
  return ruled((value) => {
    if (value.trim() === "") return { what: "is empty", hint: "say it in a few words" };
    return value.length > textLimit
      ? { what: `is longer than ${textLimit} characters`, hint: "say it in a few words" }
      : undefined;
  }).meta({ minLength: 1, maxLength: textLimit });
}

/** `user@host[:port]`, see {@link parseLogin}. */
export function login(): z.ZodString {
  return ruled((value) => {
    const read = parseLogin(value);
    return isRefusal(read) ? read : undefined;
  }).meta({ examples: ["deploy@app-1.example", "deploy@203.0.113.7:2222", "deploy@[2001:db8::7]:2222"] });
}

/** A login name on a host. */
export function account(): z.ZodString {
  return ruled((value) =>
    isAccountName(value)
      ? undefined
      : {
          what: `is not an account name: ${printable(value, 80)}`,
          hint: "use letters, digits, dot, dash and underscore; it cannot begin with a dash",
        },
  );
}

/** A literal address, or a name where `names` allows one. */
export function address(names: "names" | "literal"): z.ZodString {
  return ruled((value) => {
    if (canonicalAddress(value) !== undefined) return undefined;
    if (names === "names" && isHostName(value)) return undefined;
    return {
      what: `is not an address: ${printable(value, 80)}`,
      hint: "write e.g. 203.0.113.7 or 2001:db8::7, one address without port or /24",
    };
  });
}

/** The name of a host of this file, or a literal address. */
export function hostOrAddress(): z.ZodString {
  return ruled((value) =>
    canonicalAddress(value) !== undefined && !value.includes("%") ? undefined : refuseName(value),
  ).meta({ examples: ["db-1", "203.0.113.7", "2001:db8::7"] });
}

/** A line of an authorized_keys or .pub file. */
export function publicKey(): z.ZodString {
  return ruled((value) => {
    const key = parsePublicKey(value);
    return isRefusedKey(key) ? key : undefined;
  }).meta({ examples: ["ssh-ed25519 AAAA... ada@laptop"] });
}

/** Key of a port: `443`, `443/tcp` or `53/udp`. */
export function portKey(): z.ZodString {
  return ruled((value) =>
    readPort(value) === undefined
      ? {
          what: `is not a port: ${printable(value, 40)}`,
          hint: "write 443 or 53/udp, one port from 1 to 65535; a range is written port by port",
        }
      : undefined,
  ).meta({ pattern: "^[0-9]{1,5}(/(tcp|udp))?$" });
}

/** Reads `443`, `443/tcp`, `53/udp`; undefined when it is none of them. */
export function readPort(key: string): { readonly port: number; readonly protocol: "tcp" | "udp" } | undefined {
  const found = /^(?<port>[1-9]\d{0,4})(?:\/(?<protocol>tcp|udp))?$/.exec(key)?.groups;
  const port = Number(found?.["port"] ?? 0);
  if (port < 1 || port > 65_535) return undefined;
  return { port, protocol: found?.["protocol"] === "udp" ? "udp" : "tcp" };
}

/** An http(s) URL without user, password or space. */
export function site(): z.ZodString {
  return ruled((value) => {
    const hint = "write e.g. https://shop.example";
    if (!/^https?:\/\/[^\s]+$/i.test(value) || !URL.canParse(value)) return { what: "is not the URL of a site", hint };
    const url = new URL(value);
    if (url.username !== "" || url.password !== "") return { what: "holds a user or a password", hint };
    return undefined;
  }).meta({ format: "uri" });
}

/** A folder or the URL of a git repository; never an option, never git's `ext::` transport, which runs commands. */
export function repository(): z.ZodString {
  return ruled((value) => {
    const hint = "write a folder, e.g. `.`, or a URL, e.g. https://git.example/shop.git";
    if (value === "" || value.length > textLimit || hasControls(value))
      return { what: "is not a folder or a URL", hint };
    if (value.startsWith("-")) return { what: "begins with a dash, which git would take for an option", hint };
    return /^[a-z0-9+.-]+::/i.test(value) ? { what: "names a git transport that can run commands", hint } : undefined;
  });
}

/** An absolute path on a host, without `..`. */
export function hostPath(): z.ZodString {
  return ruled((value) => {
    const good =
      value.startsWith("/") && value.length <= textLimit && !hasControls(value) && !value.split("/").includes("..");
    return good ? undefined : { what: "is not an absolute path", hint: "begin with / and leave out .." };
  }).meta({ pattern: "^/" });
}

/** The name of an environment variable or of a secret, never a secret itself: the refusal does not repeat what stands there. */
export function secretName(): z.ZodString {
  return ruled((value) =>
    isNameOfSecret(value)
      ? undefined
      : {
          what: "is not a name of the form CANARY_PASSWORD",
          hint: "keep the secret out of this file: write the NAME of the variable that holds it",
        },
  ).meta({ pattern: "^[A-Z][A-Z0-9_]{0,99}$" });
}

/** `CANARY_PASSWORD`. */
export function isNameOfSecret(text: string): boolean {
  return /^[A-Z][A-Z0-9_]{0,99}$/.test(text);
}

/** Variables that programs and pipelines are known to keep a real password in. */
const realPasswords =
  /^(PG|POSTGRES|MYSQL|MYSQL_ROOT|MARIADB|MARIADB_ROOT|DB|DATABASE|REDIS|RABBITMQ|SMTP|MAIL|RESTIC|ANSIBLE_VAULT|ANSIBLE_BECOME|DOCKER|REGISTRY|TWINE|NPM|GIT|SSH|SUDO|ROOT|ADMIN|VAULT)_PASSWORD$/;

/** The variable with the password of a throw-away account: the file that names it may not send any other secret to a host. */
export function throwawayVariable(): z.ZodString {
  return ruled((value) => {
    const hint = "write the NAME of a variable made for the throw-away account, e.g. CANARY_PASSWORD";
    if (!/^[A-Z][A-Z0-9_]{0,90}_PASSWORD$/.test(value))
      return { what: "is not a name of the form CANARY_PASSWORD", hint: `keep the secret out of this file: ${hint}` };
    return realPasswords.test(value) ? { what: "names a variable that holds another password", hint } : undefined;
  }).meta({ pattern: "^[A-Z][A-Z0-9_]{0,90}_PASSWORD$" });
}

/** `sealed:NAME`: a secret by name. */
export function sealed(): z.ZodString {
  return ruled((value) =>
    /^sealed:[A-Z][A-Z0-9_]{0,99}$/.test(value)
      ? undefined
      : {
          what: "is not a sealed secret",
          hint: "keep the value out of this file: write sealed:NAME, e.g. sealed:SLACK_WEBHOOK",
        },
  ).meta({ pattern: "^sealed:[A-Z][A-Z0-9_]{0,99}$" });
}

/** A calendar date, `2027-01-31`. */
export function day(): z.ZodString {
  return ruled((value) =>
    isDay(value)
      ? undefined
      : { what: `is not a date: ${printable(value, 40)}`, hint: "write year-month-day, e.g. 2027-01-31" },
  ).meta({ format: "date" });
}

/** Whether the text is a day that exists, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A word of `allow:`. */
export function allowance(): z.ZodString {
  return ruled((value) => {
    if (Object.hasOwn(allowances, value)) return undefined;
    const meant = nearest(value, Object.keys(allowances));
    if (meant !== undefined) return { what: `is not known: ${printable(value, 40)}`, hint: `did you mean ${meant}?` };
    return refuseName(value);
  }).meta({ examples: Object.keys(allowances) });
}

function refuseName(value: string): Refusal | undefined {
  if (new RegExp(namePattern).test(value)) return undefined;
  const hint = "use small letters, digits, dot, dash and underscore, at most 63, beginning with a letter or digit";
  return { what: `is not a name: ${printable(value, 80)}`, hint };
}

function hasControls(value: string): boolean {
  return printable(value, textLimit) !== value;
}

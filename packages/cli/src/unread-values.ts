import type { DotenvNote, ImportReason } from "@secondlock/vault";
import { type Console, refuse } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";

const noteTexts: Readonly<Record<DotenvNote["kind"], string>> = {
  dollar: "has a $, which is not expanded: what stands there is the value",
  hash: "ends before the #, as dotenv reads it; a shell would go on. Quote it if the # belongs to it",
  backslash: "keeps its backslashes, as dotenv reads it; a shell would take some away",
  twice: "is set once more; the last one counts",
};

/** What a person may want to know of how a value was read. */
export function noted({ kind, name, line }: DotenvNote): string {
  return `${line}: ${name} ${noteTexts[kind]}`;
}

const refusals: Readonly<Record<ImportReason, readonly [what: string, hint: string]>> = {
  "too-long": ["%f is longer than 1 MiB", "is it an environment file?"],
  "not-utf8": ["%f is no UTF-8", "write it anew as UTF-8, without zero bytes"],
  "no-assignment": ["%f:%d: this line sets nothing", "NAME=value, or # before a comment"],
  "bad-name": ["%f:%d: this name is none that a shell has", "letters, digits and _"],
  "open-quote": ["%f:%d: this quote is not closed", "close it, or quote the value in another way"],
  "after-quote": ["%f:%d: something stands behind the closing quote", "only a comment may: put # before it"],
  "too-many-values": ["%f:%d: more than 4,000 values", "is it an environment file?"],
  "value-too-long": ["%f:%d: this value is longer than 64 KiB", "keep it elsewhere, and its key here"],
  "zero-byte": ["%f:%d: this value has a zero byte in it", "an environment cannot hold one: encode it, as with base64"],
  dotenvx: [
    "%f:%d: this value is encrypted by dotenvx",
    "let dotenvx open it: dotenvx decrypt -f FILE --stdout | secondlock import -",
  ],
  "no-sops": [
    "%f is a file of sops, and the program sops is not here",
    "install it, or: sops -d FILE | secondlock import -",
  ],
  "sops-refuses": ["sops does not open it: %d", "sops -d FILE shows whether you have a key for it"],
  "not-flat": ["%f has structure, and an environment has none: %d", "import a flat file of names and values"],
  "sops-from-input": ["this is a file of sops", "name the file, so that sops can read it"],
};

/** Ends a command that could not read values. */
export function refuseImport(
  console: Console,
  path: string,
  { reason, detail = "" }: { readonly reason: ImportReason; readonly detail?: string },
): ExitCode {
  const [what, hint] = refusals[reason];
  const place = path === "-" ? "standard input" : path;
  return refuse(
    console,
    what.replace("%f", () => place).replace("%d", () => detail),
    hint,
    2,
  );
}

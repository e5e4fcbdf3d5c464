import type { HostWanted } from "@secondlock/model";
import { auditorSshdFile } from "./auditor-account.ts";
import type { SshdConfig, SshdLine } from "./sshd-config.ts";
import { outsidePlaces } from "./sshd-effective.ts";

/**
 * Match lines that are about a place from which sshd is asked, so that its answer may not be what others get. Our own blocks
 * for the auditor are about that account alone, which has a control of its own.
 */
export function shields({ lines }: SshdConfig, { auditor }: Pick<HostWanted, "auditor"> = {}): readonly string[] {
  const ours = ({ file, value }: SshdLine): boolean =>
    auditor !== undefined && file === auditorSshdFile && value.startsWith(`User ${auditor.account} `);
  return lines
    .filter((line) => line.keyword === "match" && namesOutside(line.value) && !ours(line))
    .map(({ file, line, value }) => `${file}:${line} Match ${value}`);
}

function namesOutside(criteria: string): boolean {
  const words = criteria.replace(/["=]/g, " ").trim().split(/\s+/);
  return words.some((word, index) => {
    const kind = words[index - 1]?.toLowerCase();
    const lists = word.split(",").map((one) => one.replace(/^!/, ""));
    if (kind === "address") return lists.some((one) => outsidePlaces.some(({ address }) => covers(one, address)));
    return kind === "host" && lists.some((one) => outsidePlaces.some(({ host }) => fits(one, host)));
  });
}

function covers(pattern: string, address: string): boolean {
  const [network = "", width] = pattern.split("/");
  if (width === undefined) return fits(pattern, address) || bitsOf(pattern) === bitsOf(address);
  const [bits, ours] = [bitsOf(network), bitsOf(address)];
  return bits?.length === ours?.length && ours?.startsWith(bits?.slice(0, Number(width)) ?? "-") === true;
}

/** `*` and `?` as sshd takes them. */
function fits(pattern: string, text: string): boolean {
  const source = pattern
    .toLowerCase()
    .slice(0, 200)
    .replace(/[^*?]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(text);
}

function bitsOf(address: string): string | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address))
    return address
      .split(".")
      .map((part) => inBits(Number(part), 8))
      .join("");
  if (!/^[\da-f:]+$/i.test(address) || !address.includes(":")) return undefined;
  const [left = "", right] = address.split("::");
  const parts = (half: string): readonly string[] => half.split(":").filter((part) => part !== "");
  const tail = parts(right ?? "");
  const gap = Math.max(0, 8 - parts(left).length - tail.length);
  return [...parts(left), ...Array.from({ length: gap }, () => "0"), ...tail]
    .map((part) => inBits(Number.parseInt(part, 16), 16))
    .join("");
}

function inBits(value: number, width: number): string {
  return value.toString(2).padStart(width, "0");
}

const byte = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const dotted = new RegExp(`^${byte}(?:\\.${byte}){3}$`);

/** Whether a text is an IPv4 address in its usual form. The reports stay free of `node:net`, and of anything that connects. */
export function isIPv4(text: string): boolean {
  return dotted.test(text);
}

export function isIPv6(text: string): boolean {
  return /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) && URL.canParse(`http://[${text}]/`);
}

/** One spelling for all spellings of an IPv6 address. */
export function canonicalIPv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname;
}

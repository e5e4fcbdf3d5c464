import { encodeQR } from "qr";

/** White modules around the code: readers need four (ISO/IEC 18004, 5.3.8). */
const quiet = 4;

/** True is dark. With its quiet zone. */
function modulesOf(text: string): readonly (readonly boolean[])[] {
  return encodeQR(text, "raw", { ecc: "low", border: quiet });
}

/** Black on white, whatever the terminal's own colours are: the fixed part of the 256 colours, which no theme changes. */
const [paper, end] = ["\u001b[38;5;16;48;5;231m", "\u001b[0m"];

/**
 * A QR code for a terminal, two rows of modules in one line. Without colour what is drawn is the light part, because most
 * terminals are dark; a reader that takes both kinds does not mind the others.
 */
export function qrCode(text: string, colour = true): string {
  const rows = modulesOf(text);
  const lines: string[] = [];
  for (let at = 0; at < rows.length; at += 2) {
    const [upper = [], lower = []] = [rows[at], rows[at + 1]];
    const drawn = (dark: boolean | undefined): boolean => (dark === true) === colour;
    const line = upper
      .map((dark, index) => (drawn(dark) ? (drawn(lower[index]) ? "█" : "▀") : drawn(lower[index]) ? "▄" : " "))
      .join("");
    lines.push(colour ? `${paper}${line}${end}` : line);
  }
  return `${lines.join("\n")}\n`;
}

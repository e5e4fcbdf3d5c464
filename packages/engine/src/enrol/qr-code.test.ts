import { decodeQR } from "qr/decode.js";
import { expect, it } from "vitest";
import { otpauthUri } from "./enrolment.ts";
import { qrCode } from "./qr-code.ts";

const uri = otpauthUri(Buffer.from("12345678901234567890"), "shop", "ada@app-1");

/** The picture that a phone sees of what is printed: each half block some pixels wide. */
function photograph(printed: string, colour = true): { width: number; height: number; data: Uint8Array } {
  const scale = 4;
  const rows = printed
    .trimEnd()
    .split("\n")
    .map((line) => Array.from(line.replace("\u001b[38;5;16;48;5;231m", "").replace("\u001b[0m", "")))
    .flatMap((line) => ["▀█", "▄█"].map((dark) => line.map((character) => dark.includes(character) === colour)));
  const [width, height] = [(rows[0]?.length ?? 0) * scale, rows.length * scale];
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [Math.floor((at % width) / scale), Math.floor(at / width / scale)];
    data.fill(rows[y]?.[x] === true ? 0 : 255, at * 3, at * 3 + 3);
  }
  return { width, height, data };
}

it("is read back from what is printed", () => expect(decodeQR(photograph(qrCode(uri)))).toBe(uri));

it("is read back without colours too, from light on dark", () => {
  const printed = qrCode(uri, false);
  expect(printed).toMatch(/^[ ▀▄█\n]+$/);
  expect(decodeQR(photograph(printed, false))).toBe(uri);
});

it("fits a terminal of 80 by 30, and every line says its colours and takes them back", () => {
  const lines = qrCode(uri).trimEnd().split("\n");
  expect(lines.length).toBeLessThan(30);
  for (const line of lines) {
    expect(line).toMatch(/^\u001b\[38;5;16;48;5;231m[ ▀▄█]{30,70}\u001b\[0m$/);
  }
});

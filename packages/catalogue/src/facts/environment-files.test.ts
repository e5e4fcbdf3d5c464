import { known, unreadable } from "@secondlock/model";
import { expect, it } from "vitest";
import { sealedFiles } from "../../testing/sealed-examples.ts";
import { sealedShop, sealedShopPin } from "../../testing/sealed-recordings.ts";
import { testFact } from "../../testing/test-fact.ts";
import { environmentFiles, exposed, exposedText } from "./environment-files.ts";

const { file, owner, sequence, headerVersion, digest } = sealedShopPin;
const structure = known({
  ...{ file, owner, sequence, headerVersion, digest, recovery: 1 },
  wraps: [{ host: "app-1", confirmers: [{ confirmer: "confirmer-1", origin: "https://confirmer-1.example" }] }],
  values: [
    { name: "DATABASE_URL", day: "2026-11-21" },
    { name: "STRIPE_KEY", day: "2026-11-21" },
  ],
});
const nothing = { plain: [], sealed: [], places: {}, here: "app-1", today: "2026-11-22", complete: true };
const end = "here app-1\ntoday 2026-11-22\nend\n";
const changed = (from: string | RegExp, to: string): string => sealedShop.replace(from, to);
const damaged = (reason: string) => ({
  ...nothing,
  sealed: [{ path: "/srv/shop/.env.sealed", structure: unreadable(reason) }],
});

testFact(environmentFiles, {
  "Debian 12 as installed": { outputs: { files: `\n${end}` }, gives: nothing },
  "a file that the vault sealed": {
    outputs: { files: sealedShop },
    gives: { ...nothing, sealed: [{ path: "/srv/shop/.env.sealed", structure }] },
  },
  "a plain one beside it, and the confirmer's addresses": {
    outputs: {
      files: `plain /srv/shop/.env\nname NODE_ENV\nname API_KEY\nname API_KEY\n${changed("here", "place confirmer-1.example 198.51.100.20\nplace confirmer-1.example 2001:db8::20\nmore\nhere")}`,
    },
    gives: {
      ...nothing,
      plain: [{ path: "/srv/shop/.env", names: ["NODE_ENV", "API_KEY"] }],
      sealed: [{ path: "/srv/shop/.env.sealed", structure }],
      places: { "confirmer-1.example": ["198.51.100.20", "2001:db8::20"] },
      complete: false,
    },
  },
  "the first format, without days": {
    outputs: { files: sealedShop.replaceAll(" 1 2026-11-21", " 1 -") },
    gives: {
      ...nothing,
      sealed: [
        {
          path: "/srv/shop/.env.sealed",
          structure: known({ ...structure.value, values: [{ name: "DATABASE_URL" }, { name: "STRIPE_KEY" }] }),
        },
      ],
    },
  },
  "a value's line was changed by hand": {
    outputs: { files: changed(/^above .*$/m, `above ${"0".repeat(64)}`) },
    gives: damaged("lines were changed after the last one was signed"),
  },
  "the last line is gone": { outputs: { files: changed(/^last .*\n/m, "") }, gives: damaged("it has no last line") },
  "a header that is none": {
    outputs: { files: changed(/^header .*$/m, "header {}") },
    gives: damaged("its header is none"),
  },
  "two headers": { outputs: { files: changed(/^(header .*)$/m, "$1\n$1") }, gives: damaged("its header is none") },
  "a line of a merge conflict": {
    outputs: { files: changed(/^value S/m, "odd\nvalue S") },
    gives: damaged("it has a line that no sealed file has"),
  },
  "a wrap of somewhere else": {
    outputs: { files: changed(/"file":"[^"]*","host"/, '"file":"AAAAAAAAAAAAAAAAAAAAAA","host"') },
    gives: damaged("a line belongs to another file"),
  },
  "a wrap whose confirmer is no address": {
    outputs: { files: changed("https://confirmer-1.example", "https://confirmer-1.example/?x=$(id)") },
    gives: damaged("what a host opens it with is damaged"),
  },
  "a name that is none": {
    outputs: { files: changed("value DATABASE_URL", "value DATABASE-URL") },
    gives: damaged("the line of a value is damaged"),
  },
  "edited by somebody who is no editor": {
    outputs: { files: changed('"by":"ada"', '"by":"eve"') },
    gives: damaged("eve, who edited it last, may not"),
  },
  "cut off in the middle": { outputs: { files: sealedShop.slice(0, 900) }, unreadable: /stops before its end/ },
  "out of time": { outputs: { files: { stdout: sealedShop, status: 124 } }, unreadable: /in time/ },
});

it("tells names that give something away, and no others", () => {
  const plain = [
    { path: "/srv/a/.env", names: ["PORT", "NODE_ENV"] },
    { path: "/srv/b/.env", names: ["PORT", "A", "B", "C", "D", "E", "F"] },
  ];
  const found = exposed(sealedFiles({ plain }));

  expect(exposedText(found)).toBe("/srv/b/.env (A, B, C, D, E and 1 more)");
});

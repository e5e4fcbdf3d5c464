import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { printed } from "../../testing/firewall-examples.ts";
import { legacyPackages } from "./legacy-packages.ts";

function parsed(text: string): ReturnType<typeof legacyPackages.parse> {
  return legacyPackages.parse({ packages: printed(text) }, exampleHost());
}

describe("legacy-packages", () => {
  it("counts what is installed, not what was removed", () => {
    expect(parsed("installed inetutils-telnet\nconfig-files ftp\nend\n")).toEqual({
      known: true,
      value: ["inetutils-telnet"],
    });
    expect(parsed("end\n")).toEqual({ known: true, value: [] });
    expect(parsed("installed inetutils-telnet\n").known).toBe(false);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parsed(`${text}\nend`)));
  });
});

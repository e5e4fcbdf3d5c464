import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { printed } from "../../testing/firewall-examples.ts";
import { enabledUnits } from "./enabled-units.ts";

function parsed(text: string): ReturnType<typeof enabledUnits.parse> {
  return enabledUnits.parse({ units: printed(text) }, exampleHost());
}

describe("enabled-units", () => {
  it("reads Debian 12", () => {
    const captured =
      "enabled getty@tty1.service\nenabled ssh.service\nenabled ssh.service\nenabled mariadb.socket\nend\n";
    expect(parsed(captured)).toEqual({ known: true, value: ["getty@tty1.service", "ssh.service", "mariadb.socket"] });
    expect(parsed("enabled ssh.service\n").known).toBe(false);
    expect(parsed("end\n")).toEqual({ known: true, value: [] });
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parsed(`${text}\nend`)));
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { printed, save } from "../../testing/firewall-examples.ts";
import { recordedNft } from "../../testing/firewall-recordings.ts";
import { firewallSaved } from "./firewall-saved.ts";

const quiet = { nft: printed('{"nftables":[]}'), tables: printed(save({})), ufw: printed("ENABLED=no\n") };

describe("firewall-saved", () => {
  it("knows Debian 12 with ufw installed and switched off", () => {
    const units = printed("nftables.service disabled enabled\nufw.service      enabled  enabled\n");
    expect(firewallSaved.parse({ ...quiet, units }, exampleHost())).toMatchObject({
      known: true,
      value: { enabled: ["ufw"], ufwOn: false },
    });
  });

  it("loads the files of the manager that is enabled", () => {
    const units = printed("nftables.service enabled enabled\n");
    const reading = firewallSaved.parse({ ...quiet, nft: printed(recordedNft.stock), units }, exampleHost());
    expect(reading).toMatchObject({
      known: true,
      value: {
        enabled: ["nftables"],
        atStart: { known: true, value: { chains: [{ name: "input" }, { name: "forward" }, { name: "output" }] } },
      },
    });
    const failed = firewallSaved.parse({ ...quiet, nft: printed("", 1), units }, exampleHost());
    expect(failed).toMatchObject({ known: true, value: { atStart: { known: false } } });
  });

  it("loads our own file beside that of nftables.service, ours last", () => {
    const units = printed("secondlock-firewall.service enabled enabled\nnftables.service enabled enabled\n");
    const raw = { ...quiet, units, own: printed(recordedNft.declared), nft: printed(recordedNft.stock) };
    const reading = firewallSaved.parse(raw, exampleHost());
    expect(reading).toMatchObject({ known: true, value: { enabled: ["secondlock", "nftables"] } });
    const chains = reading.known && reading.value.atStart.known ? reading.value.atStart.value.chains : [];
    expect([...new Set(chains.map(({ table }) => table))]).toEqual(["inet filter", "inet secondlock"]);
    expect(firewallSaved.parse({ ...raw, own: printed("", 1) }, exampleHost())).toMatchObject({
      value: { atStart: { known: false } },
    });
  });

  it("takes an empty list for none, and a failure for nothing", () => {
    expect(firewallSaved.parse({ ...quiet, units: printed("", 1) }, exampleHost())).toMatchObject({
      known: true,
      value: { enabled: [] },
    });
    expect(firewallSaved.parse({ ...quiet, units: printed("", 127) }, exampleHost()).known).toBe(false);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (units, nft, ufw) => {
        expect(
          firewallSaved.parse(
            { units: printed(units), nft: printed(nft), ufw: printed(ufw), tables: printed(nft) },
            exampleHost(),
          ),
        ).toBeDefined();
      }),
    );
  });
});

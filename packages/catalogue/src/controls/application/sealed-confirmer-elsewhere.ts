import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { confirmerUnasked } from "../../attempts/confirmer-unasked.ts";
import { environmentFiles, exposed, exposedText } from "../../facts/environment-files.ts";
import { hostAddresses } from "../../facts/host-addresses.ts";
import { placeOf, wrapsOf } from "../../facts/sealed-confirmers.ts";

export const sealedConfirmerElsewhere = defineControl({
  id: "sealed-confirmer-elsewhere",
  title: "A confirmer on another machine has to agree to each opening",
  why: "Keys on the host alone are one lock; with the confirmer on the same machine both fall together.",
  severity: "high",
  area: "application",
  covers: ["R144", "R143", "R145", "R062"],
  applies: everyHost,
  facts: { files: environmentFiles, own: hostAddresses },
  verdict({ files, own }, { id, sealed = [] }) {
    if (files.sealed.length === 0) return notApplicable("no sealed file is on the host");
    const plain = exposed(files);
    if (plain.length > 0) return broken(`nobody has to ask: ${exposedText(plain)} in clear`);
    const wraps = files.sealed.flatMap(({ structure }) =>
      structure.known ? wrapsOf(structure.value.wraps, [id, files.here.toLowerCase()]) : [],
    );
    if (wraps.length === 0) return undecided("the sealed files name no confirmer");
    const placed = wraps.map(({ confirmers }) =>
      confirmers.map((one) => ({ ...one, place: placeOf(one, files, own.addresses) })),
    );
    // one confirmer elsewhere is enough for a wrap, and any wrap is enough for an opening
    const one = placed.find((some) => some.every(({ place }) => place === "here"));
    if (one) return broken(`one lock left: ${one.map(({ confirmer }) => confirmer).join(", ")} runs on this machine`);
    const unclear = placed.find((some) => !some.some(({ place }) => place === "elsewhere"));
    if (unclear) return undecided(`${unclear.map(({ origin }) => origin).join(", ")} does not resolve here`);
    const declared = new Set(sealed.flatMap(({ confirmers }) => confirmers));
    const stranger = placed.flat().find(({ confirmer }) => declared.size > 0 && !declared.has(confirmer));
    if (stranger) return broken(`${stranger.confirmer} confirms, and the service file does not name it`);
    return holds([...new Set(placed.flat().map(({ confirmer, origin }) => `${confirmer} at ${origin}`))].join(", "));
  },
  attempt: confirmerUnasked(),
  fix: () => [
    byHand("Run the confirmer on a machine of its own, better at another vendor (docs/how-to/run-a-confirmer.md)."),
  ],
  lock({ id, sealed = [] }) {
    const confirmers = [...new Set(sealed.flatMap((file) => file.confirmers))];
    const named = confirmers.length > 0 ? confirmers : ["confirmer"];
    return { stops: ["read", "change"], domains: [`host:${id}`, ...named.map((one) => `host:${one}` as const)] };
  },
  references: ["RFC 9497", "docs/decisions/sealed-secrets.md"],
});

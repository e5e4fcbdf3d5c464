import { leftInClear, sealedFiles } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sealedConfirmerElsewhere } from "./sealed-confirmer-elsewhere.ts";

const own = { addresses: ["203.0.113.7", "2001:db8::7", "10.0.0.2"], ipv6: true };
const at = (...origins: readonly string[]) => ({
  wraps: [{ host: "app-1", confirmers: origins.map((origin, n) => ({ confirmer: `confirmer-${n + 1}`, origin })) }],
});
const [there, beside] = ["https://confirmer.example", "http://127.0.0.1:8443"] as const;
const declared = (...confirmers: readonly string[]) => ({ sealed: [{ path: ".env.sealed", confirmers, rotate: [] }] });
const answered = (status: number, output = "") => [{ kind: "ordinary-command" as const, status, output }];

testControl(sealedConfirmerElsewhere, {
  holds: {
    "on another machine": { facts: { files: sealedFiles(), own }, because: /confirmer-1 at https:/ },
    "one here and one elsewhere, and both are needed": { facts: { files: sealedFiles({}, at(there, beside)), own } },
    "what another host opens with is its own concern": {
      facts: {
        files: sealedFiles({}, { wraps: [...at(there).wraps, { ...at(beside).wraps[0]!, host: "app-2" }] }),
        own,
      },
    },
    "by the name that the host gives itself": {
      facts: {
        files: sealedFiles({ here: "vm-7" }, { wraps: [{ ...at(there).wraps[0]!, host: "vm-7" }] }),
        own,
      },
    },
    "the one that is declared": { facts: { files: sealedFiles(), own }, wanted: declared("confirmer-1") },
  },
  broken: {
    "the embedded default on loopback": {
      facts: { files: sealedFiles({}, at(beside)), own },
      because: /^one lock left: confirmer-1 runs on this machine$/,
    },
    "loopback by its name": {
      facts: { files: sealedFiles({}, at("http://localhost:8443")), own },
      because: /one lock/,
    },
    "IPv6 loopback": { facts: { files: sealedFiles({}, at("http://[::1]:8443")), own }, because: /one lock/ },
    "IPv4 loopback written as IPv6": {
      facts: { files: sealedFiles({}, at("http://[::ffff:7f00:1]:8443")), own },
      because: /one lock/,
    },
    "an own address": { facts: { files: sealedFiles({}, at("https://10.0.0.2:8443")), own }, because: /one lock/ },
    "a name that leads back here": {
      facts: { files: sealedFiles({ places: { "confirmer.example": ["2001:db8::7"] } }), own },
      because: /one lock/,
    },
    "any of two is enough, and one is here": {
      facts: { files: sealedFiles({}, { wraps: [...at(there).wraps, ...at(beside).wraps] }), own },
      because: /one lock/,
    },
    "a plain .env beside it": {
      facts: { files: sealedFiles({ plain: [leftInClear] }), own },
      because: /nobody has to ask: \/srv\/shop\/\.env/,
    },
    "a confirmer that nobody declared": {
      facts: { files: sealedFiles(), own },
      wanted: declared("confirmer-9"),
      because: /does not name/,
    },
  },
  undecided: {
    "its name does not resolve here": { facts: { files: sealedFiles({ places: {} }), own }, because: /resolve/ },
    "no wrap at all": { facts: { files: sealedFiles({}, { wraps: [] }), own } },
  },
  attempt: {
    succeeds: { "somebody confirms without the host's key": answered(0, "https://confirmer.example\n") },
    refused: { "the confirmer says no": answered(1) },
    inconclusive: { "it does not answer": answered(77), "curl is not there": answered(127) },
  },
});

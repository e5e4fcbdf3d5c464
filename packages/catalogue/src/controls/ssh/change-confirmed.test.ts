import { testControl } from "../../../testing/test-control.ts";
import { changeConfirmed } from "./change-confirmed.ts";

const first = { id: "20261121T131002Z-0000", state: "confirmed" };

testControl(changeConfirmed, {
  holds: {
    "the last change was confirmed": { facts: { changes: [first] }, because: /confirmed by a new login/ },
    "the last change was taken back by the host": {
      facts: { changes: [first, { id: "20261121T131102Z-0001", state: "taken back" }] },
      because: /taken back/,
    },
  },
  broken: {
    "the host could not take all of it back": {
      facts: { changes: [first, { id: "20261121T131102Z-0001", state: "partly taken back" }] },
      because: /only in part \(20261121T131102Z-0001\)/,
    },
  },
  undecided: {
    "nothing was changed by Secondlock": { facts: { changes: [] } },
    "the first change still waits": { facts: { changes: [{ ...first, state: "armed" }] } },
  },
});

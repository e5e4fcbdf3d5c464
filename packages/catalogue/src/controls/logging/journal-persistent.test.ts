import { testControl } from "../../../testing/test-control.ts";
import { journalPersistent } from "./journal-persistent.ts";

testControl(journalPersistent, {
  holds: {
    "Debian 12 as installed": { facts: { journal: { settings: {}, folder: true } }, because: /auto/ },
    "said in so many words": { facts: { journal: { settings: { Storage: "persistent" }, folder: false } } },
  },
  broken: {
    "a slim image without the folder": { facts: { journal: { settings: {}, folder: false } }, because: /not there/ },
    "in memory, to spare the disk": {
      facts: { journal: { settings: { Storage: "volatile" }, folder: true } },
      because: /volatile/,
    },
    "kept nowhere": { facts: { journal: { settings: { Storage: "none" }, folder: true } } },
  },
});

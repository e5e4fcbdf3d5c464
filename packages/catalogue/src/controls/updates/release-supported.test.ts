import { testControl } from "../../../testing/test-control.ts";
import { releaseSupported } from "./release-supported.ts";

const bookworm = {
  id: "debian",
  version: "12",
  name: "Debian GNU/Linux 12 (bookworm)",
  today: "2026-11-21",
  extended: false,
};
const focal = { id: "ubuntu", version: "20.04", name: "Ubuntu 20.04.6 LTS", today: "2026-11-21", extended: false };

testControl(releaseSupported, {
  holds: {
    "Debian 12 as installed": { facts: { release: bookworm }, because: /2028-06-30/ },
    "on the last day": { facts: { release: { ...bookworm, today: "2028-06-30" } } },
    "Ubuntu 24.04 as installed": { facts: { release: { ...focal, version: "24.04", name: "Ubuntu 24.04.2 LTS" } } },
    "an old Ubuntu with Pro": { facts: { release: { ...focal, extended: true } }, because: /2030/ },
  },
  broken: {
    "the guide's own Ubuntu 18.04": {
      facts: { release: { ...focal, version: "18.04", name: "Ubuntu 18.04.6 LTS" } },
      because: /2023-05-31/,
    },
    "the day after": { facts: { release: { ...bookworm, today: "2028-07-01" } } },
  },
});

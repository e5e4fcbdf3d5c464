import { testFact } from "../../testing/test-fact.ts";
import { release } from "./release.ts";

testFact(release, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      release:
        'os PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nos VERSION_ID="12"\nos ID=debian\ntoday 2026-11-21\nend\n',
    },
    gives: {
      id: "debian",
      version: "12",
      name: "Debian GNU/Linux 12 (bookworm)",
      today: "2026-11-21",
      extended: false,
    },
  },
  "stopped half way": {
    outputs: {
      release: 'os PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nos VERSION_ID="12"\nos ID=debian\ntoday 2026-11-21\n',
    },
    unreadable: /before its end/,
  },
});

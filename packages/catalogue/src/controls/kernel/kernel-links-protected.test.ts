import { testControl } from "../../../testing/test-control.ts";
import { kernelLinksProtected } from "./kernel-links-protected.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(kernelLinksProtected, {
  holds: {
    "Debian 12 as installed": {
      facts: {
        settings: {
          live: {
            "fs.protected_hardlinks": "1",
            "fs.protected_symlinks": "1",
            "fs.protected_fifos": "1",
            "fs.protected_regular": "2",
          },
          persisted: {
            "fs.protected_hardlinks": "1",
            "fs.protected_symlinks": "1",
            "fs.protected_fifos": "1",
            "fs.protected_regular": "2",
          },
        },
        machine,
      },
    },
  },
  broken: {
    "without the files of procps": {
      facts: {
        settings: {
          live: {
            "fs.protected_hardlinks": "1",
            "fs.protected_symlinks": "0",
            "fs.protected_fifos": "0",
            "fs.protected_regular": "0",
          },
          persisted: {},
        },
        machine,
      },
      because: /protected_symlinks is 0/,
    },
    "files only": {
      facts: {
        settings: {
          live: {
            "fs.protected_hardlinks": "1",
            "fs.protected_symlinks": "1",
            "fs.protected_fifos": "1",
            "fs.protected_regular": "0",
          },
          persisted: {},
        },
        machine,
      },
      because: /protected_regular/,
    },
  },
});

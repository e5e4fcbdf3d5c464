import { testControl } from "../../../testing/test-control.ts";
import { bootLoaderPassword } from "./boot-loader-password.ts";

testControl(bootLoaderPassword, {
  holds: { "a password is set": { facts: { boot: { grub: true, password: true, secureBoot: "on" } } } },
  broken: {
    "Debian 12 as installed": {
      facts: { boot: { grub: true, password: false, secureBoot: "off" } },
      because: /no password/,
    },
  },
  notApplicable: { "a rented machine": { vendor: "example-cloud" } },
});

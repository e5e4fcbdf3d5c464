import { expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { ran } from "../../testing/ssh-fact.ts";
import { sshdEffective } from "./sshd-effective.ts";

const shut = "port 22\npasswordauthentication no\n";
const open = "port 22\npasswordauthentication yes\n";

it("keeps what sshd says once, when it says the same everywhere", () => {
  const reading = sshdEffective.parse({ ada: ran(shut), root: ran(shut) }, exampleHost());
  expect(reading.known && Object.keys(reading.value.byAccount).toSorted()).toEqual(["ada", "root"]);
});

it("keeps what others get beside what the first place is told", () => {
  const reading = sshdEffective.parse({ ada: ran(`${shut}elsewhere\n${open}`), root: ran(shut) }, exampleHost());
  expect(reading).toMatchObject({
    value: { byAccount: { "ada from 2001:db8:fa::7": { passwordauthentication: "yes" } } },
  });
});

it("is not known when sshd answers for one place only", () => {
  expect(sshdEffective.parse({ ada: ran(`${shut}elsewhere\n\n`), root: ran(shut) }, exampleHost())).toMatchObject({
    known: false,
  });
});

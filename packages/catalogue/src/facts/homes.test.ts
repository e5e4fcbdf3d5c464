import { describe, expect, it } from "vitest";
import { anAccount } from "../../testing/example-accounts.ts";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { dotFilesOf, homeOf, homes } from "./homes.ts";

// Debian 12 after `useradd -m ada` and `google-authenticator`
const debian =
  "700 root root d /root\u0000755 ada ada d /home/ada\u0000755 root root d /home/with space\u0000644 root root f /root/.bashrc\u0000400 ada ada f /home/ada/.google_authenticator\u0000644 ada ada f /home/ada/.profile\0end\0";

describe("homes", () => {
  const list = read(homes, { files: debian });

  it("finds a person's home and dot files", () => {
    const ada = anAccount({ name: "ada" });
    expect(homeOf(list, ada)).toMatchObject({ mode: 0o755, owner: "ada", kind: "directory" });
    expect(dotFilesOf(list, ada).map(({ path }) => path)).toEqual([
      "/home/ada/.google_authenticator",
      "/home/ada/.profile",
    ]);
    expect(homeOf(list, anAccount({ name: "ad" }))).toBeUndefined();
  });

  staysTotal(homes, ["755 ada ada d /home/ada\0"]);
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { printed } from "../../testing/firewall-examples.ts";
import { databaseFiles } from "./database-files.ts";

function parsed(text: string): ReturnType<typeof databaseFiles.parse> {
  return databaseFiles.parse({ files: printed(text) }, exampleHost());
}

const captured = `process mariadbd mysql
directory 755 mysql /var/lib/mysql
process postgres postgres
directory 700 postgres /var/lib/postgresql/15/main
directory 755 mysql /var/lib/mysql
account mysql no no /bin/false
account postgres no no /bin/bash
end
`;

describe("database-files", () => {
  it("reads MariaDB and PostgreSQL on Debian 12 as installed", () => {
    expect(parsed(captured)).toEqual({
      known: true,
      value: {
        processes: [
          { program: "mariadbd", user: "mysql" },
          { program: "postgres", user: "postgres" },
        ],
        directories: [
          { path: "/var/lib/mysql", mode: "755", owner: "mysql" },
          { path: "/var/lib/postgresql/15/main", mode: "700", owner: "postgres" },
        ],
        accounts: [
          { name: "mysql", shell: "/bin/false", password: false, keys: false },
          { name: "postgres", shell: "/bin/bash", password: false, keys: false },
        ],
      },
    });
    expect(parsed(captured.slice(0, -5)).known).toBe(false);
  });

  it("tells the home of an account with keys", () => {
    const text = captured.replace(
      "account postgres no no /bin/bash",
      "account postgres no yes /bin/bash /var/lib/postgresql",
    );
    expect(parsed(text)).toMatchObject({
      value: { accounts: [{}, { name: "postgres", keys: true, home: "/var/lib/postgresql" }] },
    });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => void parsed(`account ${text}\ndirectory ${text}\nprocess ${text}\nend`)),
    );
  });
});

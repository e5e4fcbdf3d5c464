import { describe, expect, it } from "vitest";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { rootPath } from "./root-path.ts";

describe("root-path", () => {
  it("reads directories, and elements that mean the current one", () => {
    const path = read(rootPath, {
      elements: "relative /root/.bashrc: .\ndirectory /opt/x\nrelative /root/.bashrc: (empty)\ndirectory /\nend\n",
      directories: "777 root root d /opt/x\u0000755 root root d /\0end\0",
    });
    expect(path.relative).toEqual(["/root/.bashrc: .", "/root/.bashrc: (empty)"]);
    expect(path.directories.files.map(({ path: name, mode }) => [name, mode])).toEqual([
      ["/opt/x", 0o777],
      ["/", 0o755],
    ]);
  });

  staysTotal(rootPath, ["relative ", "directory /", "755 root root d /\0"]);
});

import { expect, test } from "vitest";
import { passReadOnly, syncFile } from "./sync.ts";

// files of /proc cannot be synced, like those of an image that cannot be written to (fsync(2), EINVAL)
test("a reader waits for no disk that cannot be written to, and passes over no other error", async () => {
  await expect(syncFile("/proc/version")).rejects.toMatchObject({ code: "EINVAL" });
  await expect(syncFile("/proc/version").catch(passReadOnly)).resolves.toBeUndefined();
  await expect(syncFile("/proc/nothing").catch(passReadOnly)).rejects.toMatchObject({ code: "ENOENT" });
});

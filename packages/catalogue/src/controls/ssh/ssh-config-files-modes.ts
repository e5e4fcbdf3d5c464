import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { sshFilesRead } from "../../attempts/ssh-files-read.ts";
import { openBeyondRoot, shown } from "../../facts/ssh-file.ts";
import { sshdConfig } from "../../facts/sshd-config.ts";
import { sshdConfigFilesClosed } from "../../states/ssh-file-modes.ts";

export const sshConfigFilesModes = defineControl({
  id: "ssh-config-files-modes",
  title: "Only root reads and writes the configuration of sshd",
  why: "Whoever writes it opens the host; whoever reads it learns which account has the weakest door.",
  severity: "low",
  area: "ssh",
  covers: ["R015", "R075"],
  applies: everyHost,
  facts: { config: sshdConfig },
  verdict({ config }) {
    const wrong = [
      ...config.files.filter((file) => openBeyondRoot(file, 0o600)),
      ...config.directories.filter((file) => openBeyondRoot(file, 0o755)),
    ];
    return wrong.length > 0 ? broken(shown(wrong)) : holds(`${config.files.length} files, closed to all but root`);
  },
  attempt: sshFilesRead("ssh-config-read", ["/etc/ssh/sshd_config"]),
  fix: () => [sshdConfigFilesClosed()],
  references: ["CIS Debian 12 5.1.1"],
});

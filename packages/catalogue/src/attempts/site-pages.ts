import type { HostWanted, Probe } from "@secondlock/model";
import { namesOfSites } from "./old-tls.ts";

/** A path that no site has: what it answers there is what it answers for any page that is not there. */
export const nowhere = "/secondlock-there-is-no-such-page";

/** Asks the first site for paths, and for one that cannot be, in clear text and over TLS, where these ports are declared. */
export function sitePages(wanted: HostWanted, paths: readonly string[]): readonly Probe[] {
  const declared = ([80, 443] as const).filter((one) =>
    wanted.ports.some(({ port, protocol }) => port === one && protocol === "tcp"),
  );
  return namesOfSites(wanted)
    .slice(0, 1)
    .flatMap((host) =>
      declared.flatMap((port) =>
        [nowhere, ...paths].flatMap((path) =>
          ([4, 6] as const).map((family) => ({
            ...{ kind: "http-get" as const, port, host, path, family },
            ...(port === 443 ? { tls: true as const } : {}),
          })),
        ),
      ),
    );
}

import { given } from "./given.ts";
import type { ServiceFile } from "./schema.ts";
import { isSealedPath, readDays, type rotationProviders } from "./secrets-schema.ts";

/** How one value of a sealed file is rotated. */
export interface RotationWanted {
  readonly name: string;
  /** Days; absent: it is never overdue. */
  readonly every?: number;
  readonly provider: (typeof rotationProviders)[number];
  readonly roles?: readonly [string, string];
  readonly owner?: string;
  /** The database without role and password. */
  readonly url?: string;
}

/** What the service file declares about one sealed file. */
export interface SealedFileWanted {
  /** Below the repository. */
  readonly path: string;
  readonly hosts: readonly string[];
  readonly confirmers: readonly string[];
  readonly rotate: readonly RotationWanted[];
}

/** The sealed files of a service, with every default filled in. Takes a file that `parseService` accepted. */
export function sealedFilesOf({ secrets }: Pick<ServiceFile, "secrets">): readonly SealedFileWanted[] {
  return Object.entries(secrets ?? {})
    .filter(([path]) => isSealedPath(path))
    .map(([path, entry]) => ({
      path,
      hosts: entry?.hosts ?? [],
      confirmers: entry?.confirmers ?? [],
      rotate: Object.entries(entry?.rotate ?? {}).map(([name, { every, provider, roles, owner, url }]) => ({
        name,
        provider: provider ?? "by-hand",
        ...given({ every: every === undefined ? undefined : readDays(every), owner, url }),
        ...(roles?.[0] === undefined || roles[1] === undefined ? {} : { roles: [roles[0], roles[1]] as const }),
      })),
    }));
}

/** The names of all secrets that the section tells of. */
export function secretNames({ secrets }: Pick<ServiceFile, "secrets">): readonly string[] {
  return Object.entries(secrets ?? {}).flatMap(([key, entry]) =>
    isSealedPath(key) ? Object.keys(entry?.rotate ?? {}) : [key],
  );
}

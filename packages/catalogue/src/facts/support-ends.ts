/**
 * Last day with security updates, by `ID VERSION_ID`. Debian: the end of LTS (wiki.debian.org/LTS); Ubuntu: the end of
 * standard support, and of Ubuntu Pro (ubuntu.com/about/release-cycle); both as in Debian's distro-info-data.
 */
export const supportEnds: Readonly<Record<string, { readonly ends: string; readonly extended?: string }>> = {
  "debian 9": { ends: "2022-06-30" },
  "debian 10": { ends: "2024-06-30" },
  "debian 11": { ends: "2026-08-31" },
  "debian 12": { ends: "2028-06-30" },
  "debian 13": { ends: "2030-06-30" },
  "ubuntu 16.04": { ends: "2021-04-30", extended: "2026-04-23" },
  "ubuntu 18.04": { ends: "2023-05-31", extended: "2028-04-01" },
  "ubuntu 20.04": { ends: "2025-05-29", extended: "2030-04-23" },
  "ubuntu 22.04": { ends: "2027-06-01", extended: "2032-04-21" },
  "ubuntu 24.04": { ends: "2029-05-31", extended: "2034-04-25" },
  "ubuntu 25.04": { ends: "2026-01-15" },
  "ubuntu 25.10": { ends: "2026-07-09" },
  "ubuntu 26.04": { ends: "2031-05-29", extended: "2036-04-23" },
};

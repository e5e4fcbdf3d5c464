import { recordOf, settingsOf, textsOf } from "./loose.ts";
import type { DataPath, Fault } from "./problem.ts";

/** What the system itself lives on. None of it may be given to an application's account. */
const protectedPaths: readonly string[] = [
  ...["/bin", "/boot", "/dev", "/lib", "/lib32", "/lib64", "/proc", "/root", "/sbin", "/sys", "/usr"],
  ...["/etc/group", "/etc/gshadow", "/etc/pam.conf", "/etc/pam.d", "/etc/passwd", "/etc/secondlock", "/etc/shadow"],
  ...["/etc/ssh", "/etc/sudoers", "/etc/sudoers.d", "/etc/systemd"],
  ...["/usr/local/lib/secondlock", "/var/lib/secondlock", "/var/spool/cron"],
];
/** Below these, but not these themselves, an application may lie. */
const sharedPaths: readonly string[] = [
  ...["/usr/local", "/usr/local/bin", "/usr/local/etc", "/usr/local/lib", "/usr/local/sbin", "/usr/local/share"],
  ...["/usr/share", "/etc", "/home", "/var"],
];

/** Owners and modes are set on these paths and below: they are the application's own, or nothing is left of the system. */
export function checkApplications(file: Readonly<Record<string, unknown>>): readonly Fault[] {
  return settingsOf(file["applications"]).flatMap(([id, application]) => {
    const own = (...path: DataPath): DataPath => ["applications", id, ...path];
    const { directory } = recordOf(application);
    const given: readonly (readonly [DataPath, string])[] = [
      ...(typeof directory === "string" ? [[own("directory"), directory] as const] : []),
      ...["config", "tls_keys"].flatMap((key) =>
        textsOf(application[key]).map(([index, path]) => [own(key, index), path] as const),
      ),
    ];
    return given.flatMap(([path, text]): readonly Fault[] => {
      const what = takes(plain(text));
      return what === undefined
        ? []
        : [{ path, on: "value", what, hint: "give the application a place of its own, e.g. below /srv or /etc/shop" }];
    });
  });
}

/** Why a path is not an application's; undefined when it may be. */
function takes(path: string): string | undefined {
  if (sharedPaths.includes(path)) return `is ${path} itself, which the whole system shares`;
  const held = protectedPaths.find((one) => isIn(one, path));
  if (held !== undefined) return held === path ? "belongs to the system" : `holds ${held}, which belongs to the system`;
  // crontab, cron.d, cron.daily and what a distribution adds; copies of the password files end with a hyphen
  if (/^\/etc\/(cron[^/]*|(passwd|shadow|group|gshadow)-)(\/|$)/.test(path)) return "belongs to the system";
  const above = protectedPaths.find(
    (one) => isIn(path, one) && !(one === "/usr" && isIn(path, "/usr/local", "/usr/share")),
  );
  return above === undefined ? undefined : `lies in ${above}, which belongs to the system`;
}

function isIn(path: string, ...folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`));
}

/** `//etc/./shadow/` is `/etc/shadow`; the schema lets no `..` through. */
function plain(path: string): string {
  return `/${path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/")}`;
}

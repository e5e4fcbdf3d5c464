import { resolve } from "node:path";

/** What `plan` and `harden` were asked for. */
export interface PlanArguments {
  readonly file: string;
  readonly hosts: readonly string[];
  readonly only?: readonly string[];
  readonly except: readonly string[];
  readonly json: boolean;
  readonly ascii: boolean;
  /** Every line of every difference. */
  readonly all: boolean;
  readonly ask: boolean | "when needed";
  readonly sshConfig?: string;
  readonly sudoPasswordStdin: boolean;
}

/** At a terminal ssh may ask once a login wants more than the key; `--ask` lets it ask from the start, for passphrases too. */
export function mayAsk(options: Record<string, unknown>): boolean | "when needed" {
  if (options["ask"] === true) return true;
  return process.stdin.isTTY && process.stderr.isTTY && options["sudoPasswordStdin"] !== true ? "when needed" : false;
}

export function planArguments(hosts: readonly string[], options: Record<string, unknown>): PlanArguments {
  const list = (name: string): readonly string[] | undefined => options[name] as readonly string[] | undefined;
  const only = list("only");
  const sshConfig = options["sshConfig"];
  return {
    file: String(options["file"]),
    hosts: [...hosts, ...(list("host") ?? [])],
    except: list("except") ?? [],
    json: options["json"] === true,
    ascii: options["ascii"] === true,
    all: options["all"] === true,
    ask: mayAsk(options),
    sudoPasswordStdin: options["sudoPasswordStdin"] === true,
    ...(only === undefined ? {} : { only }),
    ...(typeof sshConfig === "string" ? { sshConfig: resolve(sshConfig) } : {}),
  };
}

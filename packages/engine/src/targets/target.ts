/** What one run of a script on a target gave. */
export type Ran =
  | {
      readonly state: "ended";
      readonly stdout: Buffer;
      readonly stderr: string;
      readonly status: number;
      /** True when more than the limit came and the rest was thrown away. */
      readonly cut: boolean;
      /** Set when it did not end by itself: out of time, or the connection went. */
      readonly interrupted?: string;
      /** Set when it was to run as root with a password, and did not run at all. */
      readonly refused?: string;
      /** Set when that was because sudo asked once more: the password is not the one. */
      readonly wrongPassword?: true;
    }
  | { readonly state: "failed"; readonly because: string; readonly hint: string };

export interface RunOptions {
  /** `root`: through sudo when the login is not root; without sudo the script runs as the login. */
  readonly as: "root" | "login";
  readonly shell: "sh" | "bash";
  /** Most seconds for the whole script. */
  readonly seconds: number;
  /** Most bytes of output kept. */
  readonly bytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** A machine on which a script can be run. Has a life: connect first, close in the end, also after a failure. */
export interface Target {
  readonly id: string;
  /** For people, e.g. `ssh deploy@app-1.example`. */
  readonly reached: string;
  /** Connected already: nothing more is done. */
  readonly connect: (
    signal?: AbortSignal,
  ) => Promise<
    { readonly connected: true } | { readonly connected: false; readonly because: string; readonly hint: string }
  >;
  readonly run: (script: string, options: RunOptions) => Promise<Ran>;
  readonly close: () => Promise<void>;
}

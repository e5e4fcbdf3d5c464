/** An account of every lab host that exists only so that its right password may be tried. */
export const THROWAWAY = {
  account: "canary",
  /** The environment variable in which the audit expects the password. */
  variable: "LAB_CANARY_PASSWORD",
} as const;

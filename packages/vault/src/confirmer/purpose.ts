/** What an opening is for: a short list, so that a log of it tells little about anybody. */
export const purposes = ["start", "task", "edit", "rotate", "test"] as const;
export type OpeningPurpose = (typeof purposes)[number];

export { type Confirming, startConfirming } from "./confirming.ts";
export { type SealedFor, sealedFor } from "./sealed-for.ts";

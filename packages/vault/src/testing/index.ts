export { type Confirming, startConfirming } from "./confirming.ts";
export { type SealedFor, sealedFor } from "./sealed-for.ts";
export { makeShop, must, read, type Shop } from "./shop.ts";
export { openValue } from "../file/value.ts";

export { decryptFile, encryptFile } from "./age-file.ts";
export {
  generateIdentity,
  type Identity,
  identityBytes,
  identityOfBytes,
  identityText,
  parseIdentity,
  parseRecipient,
  type Recipient,
} from "./identity.ts";
export type { Outcome, Reason } from "./outcome.ts";

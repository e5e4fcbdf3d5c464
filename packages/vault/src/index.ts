export * from "./file/index.ts";
export { type HostKeys } from "./opener/ask.ts";
export { openFile, type Opener, type OpenReason } from "./opener/open-file.ts";
export { createHostKeys, readHostKeys } from "./keys/host-folder.ts";
export { authenticatedDocuments, ForgedDocument } from "./confirmer/authenticated-documents.ts";
export { type Confirmer } from "./confirmer/confirmer.ts";
export { confirmerServer, type ConfirmerServer, type Refusal } from "./confirmer/server.ts";
export { type KeyCustody, keyCustody } from "./confirmer/key-custody.ts";
export { acceptPolicy, type Policy, type SignedPolicy } from "./confirmer/policy.ts";
export { type DocumentStore } from "./confirmer/store/document-store.ts";
export { documentTable, postgresDocuments } from "./confirmer/store/postgres-documents.ts";
export { sqliteDocuments } from "./confirmer/store/sqlite-documents.ts";
export { fingerprintOf, parseEnrolmentCode } from "./confirmer/enrolment.ts";
export { type ToldKey } from "./confirmer/key-told.ts";
export { type Owners, ownersText, readOwners, type SignedText } from "./confirmer/owners.ts";
export { type OpeningPurpose, purposes } from "./confirmer/purpose.ts";
export { policyDigest, readPolicy, widens } from "./confirmer/policy.ts";
export { isRange } from "./confirmer/source.ts";
export { isHour, isZone, type Window } from "./confirmer/window.ts";
export { putHeader, putRecovery, putWraps } from "./hosts/add-wraps.ts";
export { cardFingerprint, type HostCard, readCard } from "./hosts/card.ts";
export { acceptInvitation, type HostDesk, type HostReason, makeCard, passOn } from "./hosts/host-desk.ts";
export { type Invitation, writeInvitation } from "./hosts/invitation.ts";
export { type WaitingForYou } from "./owner/answers.ts";
export { type ExchangeReason, keyThere, type Send } from "./owner/exchange.ts";
export { type InvitedReason, rememberInvitation, takesAnothersPlace, takeWraps } from "./owner/invited.ts";
export { inviteHost } from "./owner/invite.ts";
export { type NamedKey, namedKeys, readNamedKeys } from "./owner/named-key.ts";
export { changedPolicy, newPolicy, type PolicyWish } from "./owner/new-policy.ts";
export {
  addSignature,
  approveThere,
  beginEpochThere,
  enrolThere,
  finishEpochThere,
  lookThere,
  makeKeyThere,
  type Owning,
  setOwnersThere,
  setPeersThere,
  setPolicyThere,
  shredThere,
  signOwners,
  signPeers,
  signPolicy,
  waitingThere,
} from "./owner/orders.ts";
export { hostKeysOf, policiesThere, type PolicyThere } from "./owner/policies-there.ts";
export { replaceKept } from "./owner/replace-kept.ts";
export { revokeEverywhere } from "./owner/revoke-everywhere.ts";
export { sealNewFile, type SealReason } from "./owner/seal-file.ts";

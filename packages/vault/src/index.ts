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
export { type Owners, readOwners, type SignedText } from "./confirmer/owners.ts";
export { type OpeningPurpose, purposes } from "./confirmer/purpose.ts";
export { readPolicy, widens } from "./confirmer/policy.ts";
export { isRange } from "./confirmer/source.ts";
export { isHour, isZone, type Window } from "./confirmer/window.ts";
export { putHeader, putWraps } from "./hosts/add-wraps.ts";
export { type HostCard, readCard } from "./hosts/card.ts";
export { acceptInvitation, type HostDesk, type HostReason, makeCard, passOn } from "./hosts/host-desk.ts";
export { type Invitation, writeInvitation } from "./hosts/invitation.ts";
export { type ExchangeReason, keyThere, type Send } from "./owner/exchange.ts";
export { type InvitedReason, rememberInvitation, takeWraps } from "./owner/invited.ts";
export { inviteHost } from "./owner/invite.ts";
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
  revokeThere,
  setOwnersThere,
  setPeersThere,
  setPolicyThere,
  shredThere,
  signPolicy,
  signRevocation,
  waitingThere,
  type WaitingForYou,
} from "./owner/orders.ts";
export { sealNewFile, type SealReason } from "./owner/seal-file.ts";

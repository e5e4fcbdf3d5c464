// what a person needs at his desk: it opens nothing, and loads nothing of hosts and confirmers
export { type EditReason, setValue, setValues, unsetValue } from "./edit.ts";
export { type Editor, type Header } from "./header.ts";
export { type Merged, mergeFiles, type Sides } from "./merge.ts";
export { editAsPerson, type PersonalEdit, type PersonalReason } from "./personal-edit.ts";
export { mergeAsPerson, type PersonalMerge } from "./personal-merge.ts";
export { type Pin, pinOf } from "./pin.ts";
export { changedNames, type Changes, emptyCache, type PrivateCache, rememberValues } from "./private-cache.ts";
export { type FileReason, parseFile, type SealedFile } from "./sealed-file.ts";
export { type AskReason, askTrust, type TrustAsked } from "./trust-file.ts";
export { type ReadReason, readSealedFile, readTrustedFile, type TrustedFile } from "./trusted-file.ts";
export { type TrustReason, verifyFile } from "./verify-file.ts";
export { type ConfirmerKey, type KnownConfirmer, type Wrap } from "./wrap.ts";
export { type Edit, signHeader, signWrap, writeFile } from "./write-file.ts";
export { type Dotenv, type DotenvNote, type DotenvReason, readDotenv } from "../import/read-dotenv.ts";
export { type ImportReason, readImport } from "../import/read-import.ts";
export { type FolderReason, readPin, writePin } from "../keys/host-folder.ts";
export {
  createPerson,
  type Person,
  personFolder,
  type PersonReason,
  readCache,
  readConfirmers,
  readPerson,
  writeCache,
  writeConfirmer,
} from "../keys/person-folder.ts";
export { makeRecovery, type RecoveryPages } from "../recovery/pages.ts";
export {
  readRecoveryTest,
  recoveryKey,
  type RecoveryReason,
  type RecoveryTest,
  testRecovery,
  writeRecoveryTest,
} from "../recovery/recovery-test.ts";
export {
  combineShares,
  parseShare,
  type Share,
  type ShareReason,
  shareText,
  splitIdentity,
} from "../recovery/share.ts";

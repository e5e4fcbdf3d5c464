export { isOrigin } from "../file/shape.ts";
export { isLoopback, listenText, readListenAddress, type ServiceOptions } from "./service-options.ts";
export { type Service, type ServiceReason, startService } from "./service.ts";
export { serviceUnit, socketUnit, type UnitParts } from "./unit.ts";
export { runWorker } from "./workers.ts";
export { type LoggedEntry, type LogReason, readLog, verifyLog, type VerifiedLog } from "./kept-log.ts";

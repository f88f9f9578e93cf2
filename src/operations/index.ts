/**
 * What somebody who runs `accompany` needs besides the engine: backup, move and diagnosis of a subscription, over any
 * storage. Does no I/O of its own and runs in a browser (in a secure context, for Web Crypto).
 *
 * @packageDocumentation
 */

// Backup and move: docs/semantics/archive.md.
export { digestSubscription } from '../archive/digest.ts';
export type { ArchiveSource, SubscriptionDigest } from '../archive/digest.ts';
export { exportSubscription } from '../archive/export.ts';
export type { ExportOptions } from '../archive/export.ts';
export { importSubscription } from '../archive/import.ts';
export type { ImportOptions, ImportResult } from '../archive/import.ts';

// Diagnosis: docs/semantics/doctor.md.
export { diagnose } from '../doctor/diagnose.ts';
export type { DiagnoseOptions } from '../doctor/diagnose.ts';
export type {
  Diagnosis,
  DoctorLimits,
  Finding,
  FindingCode,
  FindingSeverity,
  LeaseState,
  SchemaState,
  WaitingGroup,
  WaitingRun,
  WaitsFor,
} from '../doctor/diagnosis.ts';
export { DOCTOR_LIMITS } from '../doctor/limits.ts';
export { printDiagnosis } from '../doctor/print.ts';
export type { TellsSchema } from '../doctor/schema.ts';
export { waitingRuns } from '../doctor/waiting.ts';

import type { IngestInput } from '../model/record.ts';

/** Where reports and opt-outs go: an engine. */
export interface EmailIntake {
  ingest(input: IngestInput): Promise<void>;
  suppress(address: string, reason?: string): Promise<void>;
  /** The engine's present. */
  now(): number;
}

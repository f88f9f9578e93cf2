/** What a line of the log tells besides its message: numbers, states and ids, never values of profiles (OB-10). */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Where an engine writes what it does. The methods are those of pino, and of `console`: first the fields, then a message
 * that is the same for the same kind of event. What they throw changes nothing (OB-13).
 */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** The levels of a {@link Logger}. */
export type LogLevel = keyof Logger;

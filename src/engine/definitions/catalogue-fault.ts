import { AccompanyError, isAccompanyError } from '../../kernel/errors.ts';

/**
 * Does what compiles something that the storage keeps. When it names what the catalogue lacks, the error says what names
 * it, and what to do: it was checked against another catalogue when it was kept (EN-8).
 * @throws AccompanyError `UNKNOWN_REFERENCE`
 */
export function blaming<T>(what: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!isAccompanyError(error) || error.code !== 'UNKNOWN_REFERENCE') throw error;
    const reason = error.message.replace(' Check the condition before it is compiled.', '');
    throw new AccompanyError(
      'UNKNOWN_REFERENCE',
      `The ${what} is kept in the storage and does not fit the catalogue: ${reason} Open the engine with the catalogue that has it.`,
      { cause: error },
    );
  }
}

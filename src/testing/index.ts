import { VERSION } from '../index.ts';

/** The version of the library that this test kit belongs to. */
export const TESTED_VERSION: string = VERSION;

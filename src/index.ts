/**
 * The version of this library, as in its package file.
 *
 * @example
 * ```ts
 * import { VERSION } from 'accompany';
 *
 * console.log(VERSION); // => 0.1.0
 * ```
 */
export const VERSION = '0.1.0';

/** The demo was called in a way that cannot work; the message says what to do. */
export class WrongUse extends Error {
  override readonly name: string = 'WrongUse';
}

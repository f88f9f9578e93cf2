/** A normalised description of people, such as all who lead a company (reference 3). */
export interface Persona {
  readonly name: string;
  readonly description?: string;
  /** One to five; a person fits when all of them do. */
  readonly attributes: readonly PersonaAttribute[];
}

/** What one attribute of a person has to be like: one of the values, or what a prompt describes. */
export interface PersonaAttribute {
  /** Attribute of people, of text. */
  readonly attribute: string;
  readonly values?: readonly string[];
  /** How values are compared, without regard to case and outer blanks; missing: `is`. */
  readonly match?: 'is' | 'contains';
  /** Natural language, for an AI that the host plugs in; without one nobody fits. */
  readonly prompt?: string;
}

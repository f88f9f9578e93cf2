const NONE: readonly string[] = Object.freeze([]);

/**
 * What changed about one account since its audiences were last evaluated. Cheap to fill: naming one attribute
 * allocates one array. Names may repeat.
 */
export class ChangeSet {
  /** Account attributes, by name. */
  accountAttributes: readonly string[] = NONE;
  /** Attributes of any of the account's people, by name. */
  personAttributes: readonly string[] = NONE;
  /** Types of events that were added to a history, of the account or of its people. */
  events: readonly string[] = NONE;
  /** Static lists that the account joined or left. */
  lists: readonly string[] = NONE;
  /** Custom objects of which records changed, by name. */
  customObjects: readonly string[] = NONE;
  /** Records of any custom object may have changed. */
  anyObject = false;
  /** People joined or left, or their roles in the account changed. */
  relations = false;
  /** Buying groups changed: members, completeness, stage, status or scores. */
  buyingGroups = false;
  /** Opportunities changed. */
  opportunityRecords = false;
  /** Intent of the account or of its people changed. */
  signals = false;

  accountAttribute(name: string): void {
    this.accountAttributes = plus(this.accountAttributes, name);
  }

  personAttribute(name: string): void {
    this.personAttributes = plus(this.personAttributes, name);
  }

  event(type: string): void {
    this.events = plus(this.events, type);
  }

  list(id: string): void {
    this.lists = plus(this.lists, id);
  }

  object(name: string): void {
    this.customObjects = plus(this.customObjects, name);
  }

  objects(): void {
    this.anyObject = true;
  }

  people(): void {
    this.relations = true;
  }

  groups(): void {
    this.buyingGroups = true;
  }

  opportunities(): void {
    this.opportunityRecords = true;
  }

  intent(): void {
    this.signals = true;
  }

  /** True when nothing changed since the start or the last `clear`. */
  get empty(): boolean {
    return !(
      this.anyObject ||
      this.relations ||
      this.buyingGroups ||
      this.opportunityRecords ||
      this.signals ||
      this.accountAttributes.length > 0 ||
      this.personAttributes.length > 0 ||
      this.events.length > 0 ||
      this.lists.length > 0 ||
      this.customObjects.length > 0
    );
  }

  /** The name of the account attribute that changed, when nothing else did; else `null`. */
  get onlyAttribute(): string | null {
    const isOne =
      this.accountAttributes.length === 1 &&
      !this.anyObject &&
      !this.relations &&
      !this.buyingGroups &&
      !this.opportunityRecords &&
      !this.signals &&
      this.personAttributes.length === 0 &&
      this.events.length === 0 &&
      this.lists.length === 0 &&
      this.customObjects.length === 0;
    return isOne ? this.accountAttributes[0]! : null;
  }

  /** Forgets everything, so that the set can be filled again. */
  clear(): void {
    this.accountAttributes = NONE;
    this.personAttributes = NONE;
    this.events = NONE;
    this.lists = NONE;
    this.customObjects = NONE;
    this.anyObject = false;
    this.relations = false;
    this.buyingGroups = false;
    this.opportunityRecords = false;
    this.signals = false;
  }
}

function plus(names: readonly string[], name: string): readonly string[] {
  if (names === NONE) return [name];
  if (!names.includes(name)) (names as string[]).push(name);
  return names;
}

/** A fault that somebody could make: one place of one source file, changed. */
export interface PlantedBug {
  readonly name: string;
  /** Path from the root of the repository. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Seeds that have found it, to be tried first. */
  readonly seeds: readonly number[];
}

/** What the simulation must find. Each real defect that it has found joins the list, undone. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'effects are handed over before their claim is committed',
    file: 'src/engine/delivery/dispatch.ts',
    find: 'const lost = await closing.commit({ relies: true });',
    seeds: [2],
    replace:
      'for (const [channel, asks] of byChannel(live)) for (const [ask, ours] of asks) void call(core, channel, ask, ours, null);\n  const lost = await closing.commit({ relies: true });',
  },
  {
    name: 'an effect that is settled stays in the outbox',
    file: 'src/engine/delivery/closing.ts',
    find: "      this.ending(record).operations.push({\n        op: 'delete',",
    seeds: [1],
    replace:
      "      if (record.body.attempts > 0) this.rewrite(record, {}, null);\n      else this.ending(record).operations.push({\n        op: 'delete',",
  },
  {
    name: 'a conflict counts as done',
    file: 'src/engine/rounds.ts',
    find: '    if (conflicts.length === 0) {',
    seeds: [2],
    replace: '    if (conflicts.length >= 0) {',
  },
  {
    name: 'the key of an effect changes with the attempt',
    file: 'src/engine/delivery/delivery.ts',
    find: 'key: (person) => effectId(core.store.subscription, effect, person),',
    seeds: [1],
    replace:
      'key: (person) => effectId(core.store.subscription, { ...effect, ordinal: body.attempts }, person),',
  },
  {
    name: 'an effect is left out of the commit that asks for it',
    file: 'src/engine/batch.ts',
    find: '    for (const record of this.effects) put(record);',
    seeds: [1],
    replace: '    if (this.effects.length < 2) for (const record of this.effects) put(record);',
  },
  {
    name: 'the id of an input is forgotten',
    file: 'src/engine/batch.ts',
    find: '      this.fresh.add(key);\n',
    seeds: [1],
    replace: '',
  },
  {
    name: 'a timer is a minute early',
    file: 'src/runtime/advance.ts',
    find: 'run.due > draft.now) continue;',
    seeds: [12],
    replace: 'run.due - 60_000 > draft.now) continue;',
  },
  {
    name: 'an event at the very deadline loses to the timer',
    file: 'src/runtime/advance.ts',
    find: 'run.due! < event.at)',
    seeds: [11],
    replace: 'run.due! <= event.at)',
  },
  {
    name: 'the gate is skipped when an effect is tried again',
    file: 'src/engine/delivery/gate.ts',
    find: '    const decision = decide(core, body, channel, own, suppressed);',
    seeds: [5],
    replace: `    const again = { people: body.people, closed: false, refused: NOBODY, relies: NOBODY };
    const decision = body.attempts > 0 ? again : decide(core, body, channel, own, suppressed);`,
  },
  {
    name: 'messages are applied and not deleted',
    file: 'src/engine/batch.ts',
    find: "        operations.push({ op: 'delete', key, version });",
    seeds: [4],
    replace: "        if (key.kind !== 'message') operations.push({ op: 'delete', key, version });",
  },
  {
    name: 'counters are added once more after a conflict',
    file: 'src/engine/rounds.ts',
    find: 'const counters = batch.tally.counters();',
    seeds: [11],
    replace:
      'const counters = attempt > 1 ? [...batch.tally.counters(), ...batch.tally.counters()] : batch.tally.counters();',
  },
  {
    name: 'facts carry the time of the commit, not of the advance',
    file: 'src/engine/commit.ts',
    find: 'core.feed.place(drafts, at, stored)',
    seeds: [1],
    replace: 'core.feed.place(drafts, now(core), stored)',
  },
  {
    name: 'a message of a person overtakes one that waits',
    file: 'src/engine/rounds.ts',
    find: 'const waiting = await withWaiting(core, pending, batch.done);',
    seeds: [29],
    replace: 'const waiting = pending;',
  },
  {
    name: 'what was read of a registry while it changed is taken together',
    file: 'src/engine/registry.ts',
    find: 'if (before?.version !== mark?.version) continue;',
    seeds: [76],
    replace: '',
  },
  {
    name: 'an engine that has lost its lease goes on writing',
    file: 'src/engine/members.ts',
    find: 'if (this.lease !== null) return { lease: this.lease.name, fence: this.lease.fence };',
    seeds: [1],
    replace: 'return undefined;',
  },
  {
    name: 'an engine decides by a registry that another one has changed',
    file: 'src/engine/rounds.ts',
    find: 'expects: [registry.expectation(), ...batch.expectations()]',
    seeds: [1042],
    replace: 'expects: batch.expectations()',
  },
  {
    name: 'a night reads only accounts that changed before it began',
    file: 'src/engine/scoring/night.ts',
    find: "duePages({ ...run, at: EVER }, 'account')",
    seeds: [6],
    replace: "duePages(run, 'account')",
  },
  {
    name: 'an answer that comes again counts again',
    file: 'src/runtime/answer.ts',
    find: '  for (const { person } of asked.answers) open.delete(person);\n',
    seeds: [52],
    replace: '',
  },
  {
    name: 'an answer is called taken before it is committed',
    file: 'src/engine/external-verbs.ts',
    find: '  await settleRounds(core, new Pending(), pending);',
    seeds: [9],
    replace: '  void settleRounds(core, new Pending(), pending).catch(() => undefined);',
  },
  {
    name: 'the gate does not ask whether an account was merged',
    file: 'src/engine/delivery/gate.ts',
    find: 'if (account?.body?.merged !== undefined && !body.doubtful)',
    seeds: [695, 1310],
    replace: 'if (account?.body?.merged !== undefined && body.attempts === 0 && !body.doubtful)',
  },
  {
    name: 'one of the people of a merged account does not hear of it',
    file: 'src/runtime/advance-merged.ts',
    find: 'for (const person of people) tellPerson(draft, person.id);',
    seeds: [1],
    replace: 'for (const person of people.slice(1)) tellPerson(draft, person.id);',
  },
  {
    name: 'entries of a merged account are forgotten',
    file: 'src/runtime/absorb.ts',
    find: '  if (draft.runs.some((run) => run.journey === journey)) return;',
    seeds: [1],
    replace: '  if (draft.world.journeys.has(journey)) return;',
  },
  {
    name: 'what somebody did from day to day is told after they were erased',
    file: 'src/privacy/erase-fact.ts',
    find: '  activity: withErasedPerson,\n',
    seeds: [5],
    replace: '',
  },
  {
    name: 'an account that was erased comes back when it is merged',
    file: 'src/engine/merge-accounts.ts',
    find: '    if (erased.has(account)) throw refused(OF_ERASED, `${account} was erased.`);\n',
    seeds: [17],
    replace: '',
  },
  {
    name: 'an effect that waits keeps an erased recipient',
    file: 'src/privacy/erase-effect.ts',
    find: '    people: without(people),\n',
    seeds: [17],
    replace: '    people,\n',
  },
  {
    name: 'an effect that was lost before the registry changed is handed over',
    file: 'src/engine/delivery/closing.ts',
    find: 'new Set([...lost, ...this.endings.keys()])',
    replace: 'new Set(this.endings.keys())',
    seeds: [10_000_049],
  },
];

import type { Engine } from '../../src/engine/engine.ts';
import { Engine as RealEngine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { Commit, Storage, StoredRecord } from '../../src/ports/storage.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import type { LawSubject } from '../../src/testing/laws/subject.ts';

type Open = NonNullable<LawSubject['open']>;

/** An engine of which some methods do something else. */
export function engineWith(
  change: (engine: Engine) => Partial<Record<keyof Engine, unknown>>,
): Open {
  return async (options) => {
    const engine = await RealEngine.open(options);
    const changed = change(engine);
    return new Proxy(engine, {
      get(target, name) {
        if (Object.hasOwn(changed, name)) return changed[name as keyof Engine];
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };
}

/** An engine whose facts are told otherwise. */
export function engineTelling(tell: (fact: Fact) => readonly Fact[]): Open {
  return engineWith((engine) => ({
    on: (event: 'fact', listener: (fact: Fact) => void) =>
      engine.on(event, (fact) => {
        for (const told of tell(fact)) listener(told);
      }),
  }));
}

/** An engine that takes other data in than it is given. */
export function engineHearing(hear: (input: IngestInput) => IngestInput): Open {
  return engineWith((engine) => ({ ingest: (input: IngestInput) => engine.ingest(hear(input)) }));
}

/** An engine on a storage that writes something else. */
export function engineWriting(write: (commit: Commit, options: EngineOptions) => Commit): Open {
  return (options) => {
    const { storage } = options;
    const broken: Storage = {
      ...storage,
      commit: (subscription, commit) => storage.commit(subscription, write(commit, options)),
    };
    return RealEngine.open({ ...options, storage: broken });
  };
}

/** A commit whose records of one kind have other bodies. */
export function withBodies(
  commit: Commit,
  kind: StoredRecord['kind'],
  change: (body: never) => unknown,
): Commit {
  const operations = commit.operations.map((operation) =>
    operation.op === 'put' && operation.record.kind === kind
      ? {
          ...operation,
          record: { ...operation.record, body: change(operation.record.body as never) },
        }
      : operation,
  );
  return { ...commit, operations };
}

/** An engine whose e-mails go through another channel. */
export function engineMailing(wrap: (inner: Channel, options: EngineOptions) => Channel): Open {
  return (options) => {
    const inner = options.channels?.email;
    if (inner === undefined) return RealEngine.open(options);
    return RealEngine.open({
      ...options,
      channels: { ...options.channels, email: wrap(inner, options) },
    });
  };
}

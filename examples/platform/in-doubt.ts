import { sqliteStorage } from '../../src/storage/sqlite/index.ts';
import { subscriptions } from '../../src/index.ts';

/** What the engine keeps of an e-mail that it has handed over and not heard of. */
interface Claimed {
  readonly state: string;
  readonly effect: { readonly node: string };
  readonly people: readonly string[] | null;
}

/** E-mails of which nobody knows whether they have arrived, as `node/person`, in the file of a host that is gone. */
export async function inDoubt(file: string): Promise<ReadonlySet<string>> {
  const storage = await sqliteStorage({ file });
  const [pairing] = await subscriptions(storage).list();
  const effects = await storage.scan(pairing!.instance.namespace, {
    kind: 'effect',
    index: 'id',
    limit: 10_000,
  });
  await storage.close();
  return new Set(
    effects
      .map(({ body }) => body as unknown as Claimed)
      .filter(({ state }) => state === 'claimed')
      .flatMap(({ effect, people }) => (people ?? []).map((person) => `${effect.node}/${person}`)),
  );
}

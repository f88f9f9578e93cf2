import type { BackChange, DataFlow, JourneyCounts, Publication } from '../../src/index.ts';
import type { Mail } from './mail-server.ts';
import { committee } from './world.ts';

/** What everybody says when all is over. */
export interface Evidence {
  readonly counts: JourneyCounts;
  readonly beforeKill: readonly Mail[];
  /** E-mails that were under way at the kill, as `node/person`. */
  readonly doubtful: ReadonlySet<string>;
  readonly mails: readonly Mail[];
  readonly written: readonly BackChange[];
  readonly holds: { readonly segments: readonly string[]; readonly flows: readonly DataFlow[] };
  /** What the platform has now of what journeys changed, by account. */
  readonly tiers: Readonly<Record<string, unknown>>;
  /** Tokens of the requests, and what callbacks were answered. */
  readonly asked: readonly string[];
  readonly answered: readonly number[];
  readonly groups: { readonly groups: number; readonly members: number };
  readonly publication: Publication;
}

/** Prints what happened; true when every promise was kept. */
export function report(evidence: Evidence): boolean {
  const { counts, beforeKill, doubtful, mails, written, holds, asked, answered } = evidence;
  const copies = Map.groupBy(mails, ({ messageId }) => messageId);
  const place = ({ node, person }: Mail): string => `${node}/${person}`;
  const repeated = [...copies.values()].filter((same) => same.length > 1).map(([one]) => one!);
  const arrived = new Set(beforeKill.map(place));
  const allowed = [...doubtful].filter((one) => arrived.has(one));
  const offered = Object.values(evidence.tiers).filter((tier) => tier === 'offer').length;
  const atPlatform = JSON.stringify([written, holds]);
  const { id, name, roles } = committee.document;
  const secrets = [id, name!, ...roles.map(({ role }) => role)];

  console.log(`
${counts.entered} accounts came in, ${evidence.groups.groups} buying groups with ${evidence.groups.members} members.
${mails.length} e-mails arrived, ${copies.size} different ones; ${doubtful.size} were under way at the kill, ${repeated.length} came twice.
The scoring service was asked ${new Set(asked).size} times; ${offered} accounts got an offer.
${written.length} changes went back to the platform; ${holds.segments.length} segments, ${holds.flows.length} flow.
Publication: ${evidence.publication.steps.map(({ step }) => step).join(', ')}.
`);

  const promises: readonly (readonly [what: string, kept: boolean])[] = [
    ['somebody came in', counts.entered > 50],
    ['nothing is lost: every run is over', counts.exits['completed'] === counts.entered],
    [
      'no Message-ID has two contents',
      [...copies.values()].every((same) => new Set(same.map(({ content }) => content)).size === 1),
    ],
    [
      'only what was under way at the kill came twice, all of it that had arrived',
      same(repeated.map(place), allowed),
    ],
    [
      'every e-mail says where to opt out',
      mails.every(({ optOut }) => optOut.includes('/opt-out?')),
    ],
    [
      'every account was scored, once as far as its journey is concerned',
      new Set(asked).size === counts.entered &&
        answered.every((status) => status === 200 || status === 400),
    ],
    [
      'what the service said decided who gets an offer',
      mails.some(({ node }) => node === 'offer') && offered > 0 && offered < counts.entered,
    ],
    [
      'the platform knows what became of every account',
      Object.values(evidence.tiers).filter((tier) => typeof tier === 'string').length ===
        counts.entered,
    ],
    ['the journey was published through the platform', evidence.publication.status === 'done'],
    ['there are buying groups', evidence.groups.members > 0],
    [
      'the platform has nothing of buying groups',
      secrets.every((secret) => !atPlatform.includes(secret)),
    ],
  ];
  for (const [what, kept] of promises) console.log(`${kept ? 'kept  ' : 'BROKEN'}  ${what}`);
  return promises.every(([, kept]) => kept);
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.toSorted().join('\n') === right.toSorted().join('\n');
}

/**
 * The rules of `docs/semantics/storage.md` that the cases show, word by word, so that a report need not send its reader away.
 */
export const STORAGE_RULES: Readonly<Record<string, string>> = {
  'ST-1':
    'Ids, subscriptions, names of counters and leases, and owners are text of 1 to 1,024 UTF-16 units without NUL and without unpaired surrogates; every such text is kept exactly and means nothing to the adapter: no separators, no case, no normalisation, no trimming, no special names.',
  'ST-2':
    'A body is any JSON value, `null` included, and comes back equal: every double but negative zero to the last bit, every string unit by unit (NUL and unpaired surrogates included), arrays in order, properties of any name, `__proto__` included. The order of properties does not matter; a property whose value is undefined counts as absent.',
  'ST-3':
    'A record comes back with the kind, id, version, due and body that were put, and neither side changes a body after it was handed over.',
  'ST-4': 'Records of different kinds never meet, whatever their ids are.',
  'ST-5':
    "Two subscriptions never see each other's records, counters, leases and fences, whatever the ids are, also when one subscription's name begins with the other's. A call for a subscription that holds nothing finds nothing.",
  'ST-6':
    'A body of one million characters, a commit of 1,000 operations, 1,000 expectations and 1,000 counters, and a load of 1,000 keys work like any other.',
  'ST-10':
    '`load` answers in the order of the keys, one entry for each key, with `undefined` where there is no record; a key that is given twice is answered twice, and no keys give an empty list.',
  'ST-11':
    '`load` sees all of a commit or nothing of it, for all its keys together, and everything that was committed before it was called.',
  'ST-12': 'Reading changes nothing.',
  'ST-15':
    'A scan by `id` returns the records of one kind in order of id by UTF-16 code units, never by a locale: upper case before lower case, and a surrogate pair before U+E000.',
  'ST-16':
    'A prefix is compared unit by unit and as plain text: `a` finds `a`, `a/b` and `ab`; `a/` does not find `a`; `%`, `_`, `*`, `.` and `\\` stand for themselves. Without a prefix, or with the empty one, all records of the kind are in range.',
  'ST-17':
    '`after` continues strictly behind an id, whether or not it exists, has been deleted since, or has the prefix. The empty text stands before every id.',
  'ST-18':
    'A page holds as many records as there are, up to the limit, so that a shorter page is the last one.',
  'ST-19':
    'Each page shows the state at its call. While others write between the pages, a record that stays is shown exactly once, one that is deleted behind the position is not shown again, and one that is put ahead of it is shown.',
  'ST-26':
    'With `reverse` a scan by `id` goes from the last id to the first; ST-15 to ST-19 hold in that direction: the prefix still bounds it, and `after` continues strictly before an id, whether or not it exists. The empty text counts as no position.',
  'ST-20':
    'A scan by `due` returns the records of one kind with a due at or before `until`, in order of due, and of id by UTF-16 code units where the due is equal.',
  'ST-21':
    'Records whose due is `null` are never in it. Instants before 1970 and beyond 32 bits are in order.',
  'ST-22':
    '`after` continues strictly behind the position (due, id), whether or not a record stands there. ST-18 and ST-19 hold; a record whose due has moved behind the position is shown again when it comes up.',
  'ST-23':
    'A put with another due moves the record, a put with `null` takes it out, a delete takes it out; the old place is never shown again, also when the record comes back to a due that it had before, and then it is shown once.',
  'ST-24': 'Scanning takes nothing out: the same scan again finds the same records.',
  'ST-30':
    'After `{ ok: true }` every operation and every delta of the commit has been applied and is seen by every later call of every writer.',
  'ST-31':
    'After `{ ok: false }` and after a call that rejects with `INVALID_INPUT` or `ENGINE_CLOSED`, nothing changes. After any other rejection either all of the commit has been applied or nothing of it has.',
  'ST-32':
    'A put fits when its version is one more than the stored one, and 1 when the record does not exist.',
  'ST-33':
    'A delete fits when it names the stored version; a delete of a record that does not exist is a conflict.',
  'ST-34':
    'A deleted record is as if it had never been: absent from load and both indexes, and its next put has version 1.',
  'ST-35':
    'A commit with conflicts changes nothing, and answers with the key of every operation that did not fit, in the order of the operations, and with no other key.',
  'ST-36': 'A put replaces body and due completely; nothing is merged with what was there.',
  'ST-37':
    'Puts and deletes of several kinds stand together in a commit, and their order does not matter.',
  'ST-38':
    'A commit without operations is allowed: it adds counters, or only asks whether the fence still holds.',
  'ST-39':
    'Of commits that are made at the same time for the same version of a record, by one or by several writers, exactly one is applied, and each of the others conflicts.',
  'ST-45':
    'A counter is the sum of all deltas that were ever committed under its name; deltas may be negative, and several deltas of one name in one commit all count. A sum is exact as long as it is a safe integer.',
  'ST-46':
    'Deltas are applied with their commit or not at all: a commit with conflicts, a fenced one and a malformed one add nothing.',
  'ST-47':
    '`counters` lists the counters whose name starts with the prefix (compared as in ST-16) in order of name by UTF-16 code units; the empty prefix lists all. A counter that a commit has named is listed, also when its sum is 0.',
  'ST-48': 'Deltas that are committed at the same time all count.',
  'ST-49': 'Counters and records are apart: deleting records leaves counters as they are.',
  'ST-50':
    'A commit with a fence is applied only while the lease it names exists in its subscription with exactly that fence; otherwise it answers `fenced` and nothing changes.',
  'ST-51': 'A commit that is both fenced and in conflict answers `fenced`.',
  'ST-52':
    'A lease that has expired but that nobody else has taken still passes its fence; a commit without a fence asks for no lease.',
  'ST-53':
    'An expectation fits when the stored version of its record is the one it names, and with 0 when there is no record; it writes nothing, and a commit of expectations alone is allowed.',
  'ST-54':
    'An expectation that does not fit is a conflict: nothing changes, and its key is named, behind those of the operations and in the order of the expectations.',
  'ST-55':
    'Of two commits at the same time, of which each writes a record that the other one expects unchanged, at most one is applied.',
  'ST-60':
    '`acquire` gives a lease that nobody has had, with a fence from 1, and `expiresAt` = `now` + `ttl`.',
  'ST-61':
    'A lease is held until just before `expiresAt`; until then `acquire` answers any other owner with `undefined` and changes nothing. At `expiresAt` it is free.',
  'ST-62':
    'When another owner takes over an expired lease, the fence is greater than every fence before it.',
  'ST-63':
    'The same owner may acquire again, before or after expiry as long as nobody else took over, and keeps its fence; the new `expiresAt` counts from the new `now`.',
  'ST-64':
    "`renew` sets `expiresAt` to `now` + `ttl` and keeps the fence when the lease has not expired and the request's owner still holds it with that fence; otherwise it answers `undefined` and nothing changes.",
  'ST-65':
    'Leases of different names and of different subscriptions have nothing to do with each other.',
  'ST-66': 'Of several owners who ask for a free lease at the same time, exactly one gets it.',
  'ST-67':
    "`release` by the owner with the lease's fence frees the lease at once, also when it has expired; from then on its fence does not pass, `renew` answers `undefined`, and the next `acquire`, by whomever, gets a greater fence.",
  'ST-68':
    '`release` with another owner or fence, or of a lease that is not held, answers `false` and changes nothing.',
  'ST-69':
    '`leases` lists the leases whose name starts with the prefix (compared as in ST-16) in order of name by UTF-16 code units, expired ones included, those that were given back left out; the empty prefix lists all.',
  'ST-70':
    'Ids, subscriptions, names, owners and prefixes that ST-1 does not allow, and kinds that are not among the kinds of record, reject with `INVALID_INPUT` in every call. Only a prefix and the id to continue after may be empty.',
  'ST-71':
    'A commit rejects with `INVALID_INPUT` when a key stands in two operations or expectations, or in one of each, a version is not a whole number from 1, a due is neither `null` nor a whole number of milliseconds that a date can hold, a body is undefined, a delta is not a safe integer, or the fence is not a whole number from 1; also when it is in conflict or fenced besides.',
  'ST-72':
    'A scan rejects with `INVALID_INPUT` when the limit is not a whole number from 1, the index is unknown, or `until` is not a number. An `until` need not be an instant: between two of them it finds what is due at the earlier one, and `Infinity` finds every record that has a due.',
  'ST-73':
    "A request for a lease rejects with `INVALID_INPUT` when `now` is not an instant, `ttl` is not a whole number from 1 or leads past the last instant, or the name in `renew` is not the lease's; `release` when the lease has no name, no owner or no fence.",
  'ST-80':
    'After `close` every call but `close` rejects with `ENGINE_CLOSED`; closing again does nothing.',
  'ST-81':
    'The declared capabilities are those of the open storage, with a name that is not empty.',
  'ST-82':
    'With durability `process` or `synced`, everything that was committed and every lease is there again when the data is opened after `close`; what was refused is not.',
  'ST-83': 'With durability `none`, nothing survives `close`.',
  'ST-84':
    'With `multiWriter`, several writers on the same data keep all the rules above together.',
  'ST-85':
    'Without `multiWriter`, opening the data while another writer has it open rejects with `STORAGE_IN_USE`, and the first writer goes on.',
};

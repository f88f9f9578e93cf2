import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { hasErrors, problem, under } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { parseJson } from '../kernel/json.ts';
import { nameKey } from '../model/check-naming.ts';
import type { ExternalService, ServiceAuth } from '../model/external-service.ts';
import { checkDocument } from './check-document.ts';
import { DOCUMENT_LIMITS } from './document-size.ts';
import { authorizer } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { parseDefinition } from './definition-schema.ts';
import { readDefinition } from './read-definition.ts';

/** What {@link installService} needs. */
export interface InstallOptions {
  /** The address of the service's OpenAPI document. */
  readonly url: string;
  /** How it is fetched: `guardedFetch()` of `accompany/http`, since people write addresses. */
  readonly fetch: typeof globalThis.fetch;
  /** For services that tell their definition only to those whom they know. */
  readonly credentials?: Credentials;
  /** Services that are installed already: an address and a name are used once. */
  readonly known?: readonly ExternalService[];
  /** Reads the text of a document that is not JSON, for instance `parse` of the package `yaml`. */
  readonly readText?: (text: string) => unknown;
}

/**
 * Reads a service from its OpenAPI document and its definition, and makes a draft of it, in which an administrator maps
 * fields and fills in values (XA-60 to XA-67). Never throws for what the service says: all of that is issues.
 * @example
 * ```ts no-run needs a service
 * const installed = await installService({ url: 'https://score.example/openapi.json', fetch: guardedFetch() });
 * if (installed.ok) await engine.define({ service: installed.value });
 * ```
 */
export async function installService(options: InstallOptions): Promise<Result<ExternalService>> {
  const { url, known = [] } = options;
  const document = await read(options, url, { headers: { accept: 'application/json, */*' } });
  if (!document.ok) return failed(under(['document'], document.issues));
  const { issues, facts } = await checkDocument(document.value, url);
  if (facts === null) return failed(issues);
  const taken: Issue[] = [];
  if (known.some(({ wire }) => wire?.document === url)) {
    const fix = 'Delete the other service, or install another one.';
    taken.push(
      problem('SERVICE_URL_TAKEN', ['document'], 'The address is used by another service.', fix),
    );
  }
  if (known.some(({ name }) => nameKey(name) === nameKey(facts.title))) {
    const message = `A service called ${JSON.stringify(facts.title)} exists already.`;
    taken.push(
      problem('NAME_DUPLICATE', ['document', 'info', 'title'], message, 'Ask for another title.'),
    );
  }
  if (taken.length > 0) return failed(taken);
  const address = new URL(`${facts.url}/getServiceDefinition`);
  const authorized = await authorizedFor(address, facts.auth, options);
  if (!authorized.ok) return failed(under(['credentials'], authorized.issues));
  const definition = await read(options, address.href, authorized.value);
  if (!definition.ok) return failed(under(['definition'], definition.issues));
  const parsed = parseDefinition(definition.value);
  if (!parsed.ok) return failed(under(['definition'], parsed.issues.map(named)));
  const { service, issues: found } = readDefinition(parsed.value, facts);
  return hasErrors(found) ? failed(found) : { ok: true, value: service, issues: [...found] };
}

/** The message of the protocol for a type that there is not. */
function named(issue: Issue): Issue {
  return issue.path[0] === 'supportedEntityType' ? { ...issue, code: 'ENTITY_TYPE' } : issue;
}

/** The headers of a call; a key may become a part of the address. What the service's token service says is an issue, too. */
async function authorizedFor(
  address: URL,
  auth: ServiceAuth,
  options: InstallOptions,
): Promise<Result<RequestInit>> {
  try {
    return { ok: true, value: await authorizer({ auth, ...options })(address, null), issues: [] };
  } catch (error) {
    const message = isAccompanyError(error) ? error.message : 'The call failed.';
    return failed([fault('DOCUMENT_UNAVAILABLE', message)]);
  }
}

async function read(
  { fetch, readText }: InstallOptions,
  url: string,
  init: RequestInit,
): Promise<Result<unknown>> {
  try {
    const answer = await fetch(url, init);
    if (!answer.ok) {
      const code = answer.status === 404 ? 'DOCUMENT_NOT_FOUND' : 'DOCUMENT_UNAVAILABLE';
      return failed([fault(code, `The service answered ${answer.status}.`)]);
    }
    const text = await answer.text();
    return { ok: true, value: textOf(text, readText), issues: [] };
  } catch (error) {
    if (!isAccompanyError(error))
      return failed([fault('DOCUMENT_UNAVAILABLE', 'The call failed.')]);
    const codes: Readonly<Record<string, string>> = {
      HTTP_TIMEOUT: 'DOCUMENT_TIMEOUT',
      INVALID_JSON: 'INVALID_OPENAPI',
      TOO_LARGE: 'INVALID_OPENAPI',
      TOO_DEEP: 'INVALID_OPENAPI',
    };
    return failed([fault(codes[error.code] ?? 'DOCUMENT_UNAVAILABLE', error.message)]);
  }
}

function textOf(text: string, readText: InstallOptions['readText']): unknown {
  const isJson = /^\s*\{/.test(text) || readText === undefined;
  if (isJson) return parseJson(text, DOCUMENT_LIMITS);
  const most = DOCUMENT_LIMITS.characters;
  if (text.length > most)
    throw new AccompanyError('TOO_LARGE', `The text has more than ${most} characters.`);
  return readText(text);
}

function fault(code: string, message: string): Issue {
  return problem(code, [], message, 'Correct the address, or try again later.');
}

function failed(issues: readonly Issue[]): Result<never> {
  return { ok: false, issues: [...issues] };
}

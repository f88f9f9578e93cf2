import { validate } from '@readme/openapi-parser';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { isRecord } from '../model/is-record.ts';
import type { ServiceAuth } from '../model/external-service.ts';
import { tooMuch } from './document-size.ts';
import type { DocumentFacts } from './read-definition.ts';

type Json = Readonly<Record<string, unknown>>;

/** The calls that a service must offer. */
const ENDPOINTS = [
  ['/getServiceDefinition', 'get'],
  ['/submitAsyncAction', 'post'],
  ['/status', 'get'],
] as const;

/** Longest title, description or address that is kept. */
const LONGEST = 2_000;

/**
 * Everything that stands against a service's OpenAPI document, and what is needed of it (XA-58, XA-60 to XA-63). References to
 * other files and addresses are not followed.
 */
export async function checkDocument(
  json: unknown,
  document: string,
): Promise<{ readonly issues: readonly Issue[]; readonly facts: DocumentFacts | null }> {
  if (!isRecord(json)) return refused('INVALID_OPENAPI', [], 'It is no OpenAPI document.');
  const excess = tooMuch(json);
  if (excess !== null) return refused('INVALID_OPENAPI', [], excess);
  const version = json['openapi'];
  if (typeof version !== 'string')
    return refused('OPENAPI_FIELD_MISSING', ['openapi'], 'The document does not say its version.');
  if (!/^3\.0\.\d+$/.test(version))
    return refused('OPENAPI_VERSION', ['openapi'], `OpenAPI ${version} is not supported; 3.0 is.`);
  const issues: Issue[] = [...missingFields(json), ...doubleOperations(json), ...tooLong(json)];
  const auth = readAuth(json, issues, document);
  const url = serverOf(json, document);
  if (url === null)
    issues.push(
      fault(
        'OPENAPI_FIELD_MISSING',
        ['servers', 0, 'url'],
        'There is no absolute http or https address of a server, without user and query, and as safe as that of the document.',
      ),
    );
  if (issues.length === 0) issues.push(...(await invalid(json)));
  if (issues.length > 0 || auth === null || url === null) return { issues, facts: null };
  const title = String((json['info'] as Json)['title']);
  return { issues, facts: { document, url, title, auth } };
}

function missingFields(json: Json): Issue[] {
  const issues: Issue[] = [];
  const { info, paths } = json;
  for (const part of ['title', 'description', 'version']) {
    if (isRecord(info) && typeof info[part] === 'string' && info[part].trim() !== '') continue;
    issues.push(fault('OPENAPI_FIELD_MISSING', ['info', part], `info.${part} is missing.`));
  }
  if (!isRecord(paths))
    return [...issues, fault('OPENAPI_FIELD_MISSING', ['paths'], 'paths is missing.')];
  for (const [path, method] of ENDPOINTS) {
    const endpoint = paths[path];
    if (isRecord(endpoint) && isRecord(endpoint[method])) continue;
    const message = `${method.toUpperCase()} ${path} is missing.`;
    issues.push(fault('ENDPOINT_MISSING', ['paths', path, method], message));
  }
  return issues;
}

function doubleOperations({ paths }: Json): Issue[] {
  const seen = new Set<unknown>();
  return Object.entries(isRecord(paths) ? paths : {}).flatMap(([path, methods]) =>
    Object.entries(isRecord(methods) ? methods : {}).flatMap(([method, operation]) => {
      const id = isRecord(operation) ? operation['operationId'] : undefined;
      if (id === undefined) return [];
      if (!seen.has(id)) {
        seen.add(id);
        return [];
      }
      const message = `operationId ${JSON.stringify(id)} stands twice.`;
      return [fault('DUPLICATE_OPERATION', ['paths', path, method, 'operationId'], message)];
    }),
  );
}

function tooLong({ info }: Json): Issue[] {
  return Object.entries(isRecord(info) ? info : {}).flatMap(([name, value]) =>
    typeof value === 'string' && value.length > LONGEST
      ? [
          fault(
            'FIELD_TOO_LONG',
            ['info', name],
            `info.${name} has more than ${LONGEST} characters.`,
          ),
        ]
      : [],
  );
}

/** XA-62: exactly one scheme, declared and required at the root. */
function readAuth(
  { components, security }: Json,
  issues: Issue[],
  document: string,
): ServiceAuth | null {
  const place = ['components', 'securitySchemes'];
  const schemes = isRecord(components) ? components['securitySchemes'] : undefined;
  const required = (Array.isArray(security) ? security : []).flatMap((one) =>
    isRecord(one) ? Object.keys(one) : [],
  );
  if (!isRecord(schemes) || required.length === 0) {
    issues.push(fault('SECURITY_MISSING', place, 'No security scheme is declared and required.'));
    return null;
  }
  if (required.length > 1) {
    const message = `${required.length} ways to authenticate are required; one is supported.`;
    issues.push(fault('SECURITY_MULTIPLE', ['security'], message));
    return null;
  }
  const [name] = required as [string];
  const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  const auth = isRecord(scheme) ? authOf(scheme, document) : null;
  if (auth === null)
    issues.push(
      fault('SECURITY_UNSUPPORTED', [...place, name], 'This way to authenticate is not supported.'),
    );
  return auth;
}

function authOf(scheme: Json, document: string): ServiceAuth | null {
  switch (scheme['type']) {
    case 'apiKey': {
      const { in: where, name = 'X-API-Key' } = scheme;
      if ((where !== 'header' && where !== 'query') || typeof name !== 'string') return null;
      if (where === 'header' && !isFreeHeader(name)) return null;
      return { type: 'apiKey', in: where, name };
    }
    case 'http':
      return scheme['scheme'] === 'basic' ? { type: 'basic' } : null;
    case 'oauth2':
      return oauthOf(scheme, document);
    default:
      return null;
  }
}

function oauthOf({ flows, ...scheme }: Json, document: string): ServiceAuth | null {
  if (!isRecord(flows)) return null;
  for (const flow of ['clientCredentials', 'authorizationCode'] as const) {
    const found = flows[flow];
    if (!isRecord(found) || typeof found['tokenUrl'] !== 'string') continue;
    const extra = (name: string): string | undefined => {
      const value = found[name] ?? scheme[name];
      return typeof value === 'string' ? value : undefined;
    };
    const [refreshUrl, grantTypeName, clientIdName, clientSecretName] = [
      extra('refreshUrl'),
      extra('x-grantTypeName'),
      extra('x-clientIdName'),
      extra('x-clientSecretName'),
    ];
    const addresses = [found['tokenUrl'], refreshUrl ?? found['tokenUrl']];
    if (addresses.some((url) => serviceAddress(url, document) === null)) return null;
    return {
      type: 'oauth2',
      flow,
      tokenUrl: found['tokenUrl'],
      ...(refreshUrl !== undefined && { refreshUrl }),
      ...(grantTypeName !== undefined && { grantTypeName }),
      ...(clientIdName !== undefined && { clientIdName }),
      ...(clientSecretName !== undefined && { clientSecretName }),
    };
  }
  return null;
}

/** Headers that a call has anyway; a key in one of them would change what the call is. */
const TAKEN: ReadonlySet<string> = new Set([
  'accept',
  'connection',
  'content-length',
  'content-type',
  'host',
  'transfer-encoding',
]);

function isFreeHeader(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !TAKEN.has(name.toLowerCase());
}

function serverOf({ servers }: Json, document: string): string | null {
  const first: unknown = Array.isArray(servers) ? servers[0] : undefined;
  const url = isRecord(first) ? serviceAddress(first['url'], document) : null;
  return url === null || url.search !== '' ? null : url.href.replace(/\/$/, '');
}

/**
 * An address that credentials may go to (XA-68): absolute, http or https, without a user, a fragment or a placeholder, and not
 * http where the document came by https. `null` for any other.
 */
function serviceAddress(given: unknown, document: string): URL | null {
  const url = typeof given === 'string' && !/[{}]/.test(given) ? URL.parse(given) : null;
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return null;
  const isSafe = url.protocol === 'https:';
  return isSafe || (url.protocol === 'http:' && !document.startsWith('https:')) ? url : null;
}

/** The validator dereferences what it is given, so it gets a copy. */
async function invalid(json: Json): Promise<readonly Issue[]> {
  try {
    const result = await validate(structuredClone(json) as never, {
      resolve: { external: false, file: false },
      timeoutMs: 5_000,
    });
    if (result.valid) return [];
    return result.errors
      .slice(0, 20)
      .map(({ message }) => fault('INVALID_OPENAPI', [], message.split('\n')[0]!));
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0]! : 'It cannot be read.';
    return [fault('INVALID_OPENAPI', [], message)];
  }
}

function refused(
  code: string,
  path: Path,
  message: string,
): { readonly issues: readonly Issue[]; readonly facts: null } {
  return { issues: [fault(code, path, message)], facts: null };
}

function fault(code: string, path: Path, message: string): Issue {
  return problem(
    code,
    ['document', ...path],
    message,
    'Ask whoever runs the service to correct it.',
  );
}

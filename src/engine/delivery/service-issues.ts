import { warning } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { JourneyDocument } from '../../journey/document.ts';
import type { Core } from '../core.ts';

/** External services that a journey asks and nobody calls (XA-51). */
export function serviceIssues(core: Core, { nodes }: JourneyDocument): readonly Issue[] {
  const { services, elsewhere } = core.settings;
  return nodes.flatMap((node, index) => {
    if (!('service' in node)) return [];
    if (services.has(node.service) || elsewhere.services.has(node.service)) return [];
    const message = `Nobody calls the service ${node.service}.`;
    const fix = 'Open the engine with a channel for it in channels.services; until then runs wait.';
    return [warning('CHANNEL_MISSING', ['nodes', index], message, fix)];
  });
}

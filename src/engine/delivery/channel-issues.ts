import { problem, under, warning, type Issue, type Path } from '../../kernel/issue.ts';
import type { JourneyDocument } from '../../journey/document.ts';
import { journeyGraph } from '../../journey/graph.ts';
import type { Channel, ChannelAction } from '../../ports/channel.ts';
import type { Core } from '../core.ts';

/**
 * What channels have against a journey: that they are missing, and what they find in the actions that they are to carry
 * out (EM-62), services included (XA-51). Looks at every action, those on paths of splits by people included.
 */
export function channelIssues(core: Core, document: JourneyDocument): readonly Issue[] {
  return journeyGraph(document).places.flatMap(({ node, path }) => {
    if ('service' in node) return serviceIssues(core, node.service, path);
    if (node.kind !== 'action') return [];
    const { action } = node;
    switch (action.type) {
      case 'sendEmail':
      case 'sendSalesAlert':
        return mailIssues(core, action, path);
      case 'custom':
        return hostIssues(core, action, path);
      default:
        return [];
    }
  });
}

function mailIssues(core: Core, action: ChannelAction, path: Path): readonly Issue[] {
  const { email, elsewhere } = core.settings;
  if (email !== null) return found(core, email, action, path);
  if (elsewhere.email) return [];
  const fix =
    'Open the engine with channels: { email }, or say that others have it: { elsewhere: { email: true } }.';
  return [problem('CHANNEL_MISSING', path, 'There is no e-mail channel.', fix)];
}

function hostIssues(
  core: Core,
  action: Extract<ChannelAction, { type: 'custom' }>,
  path: Path,
): readonly Issue[] {
  const { actions, elsewhere } = core.settings;
  const channel = actions.get(action.name);
  if (channel !== undefined) return found(core, channel, action, path);
  if (elsewhere.actions.has(action.name)) return [];
  const message = `Nobody carries out ${action.name}.`;
  const fix = 'Open the engine with a channel for it; until then runs wait before the node.';
  return [warning('CHANNEL_MISSING', path, message, fix)];
}

function serviceIssues(core: Core, service: string, path: Path): readonly Issue[] {
  const { services, elsewhere } = core.settings;
  if (services.has(service) || elsewhere.services.has(service)) return [];
  const message = `Nobody calls the service ${service}.`;
  const fix = 'Open the engine with a channel for it in channels.services; until then runs wait.';
  return [warning('CHANNEL_MISSING', path, message, fix)];
}

function found(core: Core, channel: Channel, action: ChannelAction, path: Path): readonly Issue[] {
  const { catalogue } = core.settings;
  return under([...path, 'action'], channel.issuesOf?.(action, { catalogue }) ?? []);
}

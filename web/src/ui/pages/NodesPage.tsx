import { Stack, Text, Title } from '@mantine/core';
import { useCallback } from 'react';
import { Awaited } from '../components/Awaited';
import { NodeCard } from '../components/NodeCard';
import { OrganizerShell } from '../components/OrganizerShell';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';

const pollMs = () => 2_000;

/** The media nodes, for whoever looks after them: how they are, and which of them leaves. */
export function NodesPage() {
  useTitle('Media nodes');
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.nodes(signal), [api]);
  const { loaded, reload } = useLoad(load, pollMs);
  return (
    <OrganizerShell>
      <Title order={1} mb="xs">
        Media nodes
      </Title>
      <Text c="dimmed" mb="xl">
        They carry sound and pictures. One that is drained is free to be updated or switched off:
        its viewers go on elsewhere without a break, its presenters come back by themselves.
      </Text>
      <Awaited loaded={loaded}>
        {(nodes) => (
          <Stack gap="md">
            {nodes.map((node) => (
              <NodeCard
                key={node.id}
                node={node}
                isAlone={nodes.every(({ id, leavesAt }) => id === node.id || leavesAt !== null)}
                onChanged={reload}
              />
            ))}
          </Stack>
        )}
      </Awaited>
    </OrganizerShell>
  );
}

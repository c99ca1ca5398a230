import {
  Button,
  Group,
  Loader,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import type { AuditAction, AuditPage as Page } from '../../contract';
import { AuditCheckButton } from '../components/AuditCheckButton';
import { AuditTable } from '../components/AuditTable';
import { Card } from '../components/Card';
import { OrganizerShell } from '../components/OrganizerShell';
import { Problem } from '../components/Problem';
import { StorageLine } from '../components/StorageLine';
import { actionWords } from '../auditWords';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';
import { sentenceOf } from '../words';

const actions = Object.entries(actionWords).map(([value, label]) => ({ value, label }));

/** Who did what: the newest first, more of it on demand. */
export function AuditPage() {
  useTitle('Audit log');
  const [action, setAction] = useState<AuditAction | null>(null);
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 300);
  return (
    <OrganizerShell>
      <Group justify="space-between" mb="xs">
        <Title order={1}>Audit log</Title>
        <AuditCheckButton />
      </Group>
      <Text c="dimmed" mb="xl">
        What was done on this server, by whom and from where. Nobody can change it afterwards
        without it showing.
      </Text>
      <Card>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label="What"
              size="md"
              placeholder="Everything"
              clearable
              searchable
              data={actions}
              value={action}
              onChange={(value) => setAction(value as AuditAction | null)}
            />
            <TextInput
              label="Who, where or which"
              placeholder="A name, an address, a title"
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          </SimpleGrid>
          <Entries key={`${action ?? ''} ${search}`} action={action} search={search} />
        </Stack>
      </Card>
      <StorageLine />
    </OrganizerShell>
  );
}

interface EntriesProps {
  readonly action: AuditAction | null;
  readonly search: string;
}

function Entries({ action, search }: EntriesProps) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.audit({ action, search, before: null }, signal),
    [api, action, search],
  );
  const { loaded, replace } = useLoad(load);
  const { busy, problem, run } = useAction();
  if (loaded.status === 'loading') return <Loader m="auto" aria-label="Loading" />;
  if (loaded.status === 'failed') return <Problem>{sentenceOf(loaded.cause)}</Problem>;

  const { entries, before } = loaded.value;
  const showMore = (shown: Page) =>
    run(async () => {
      const next = await api.audit({ action, search, before: shown.before });
      replace({ entries: [...shown.entries, ...next.entries], before: next.before });
    });
  return (
    <>
      {entries.length === 0 ? (
        <Text c="dimmed">Nothing of that kind.</Text>
      ) : (
        <AuditTable entries={entries} />
      )}
      {problem && <Problem>{problem}</Problem>}
      {before !== null && (
        <Button variant="default" loading={busy} onClick={() => showMore(loaded.value)}>
          Show older
        </Button>
      )}
    </>
  );
}

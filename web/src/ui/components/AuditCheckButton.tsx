import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { AuditCheck } from '../../contract';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { Problem } from './Problem';

/** Goes through the whole log and says whether every line follows from the one before. */
export function AuditCheckButton() {
  const api = useApi();
  const [check, setCheck] = useState<AuditCheck | null>(null);
  const { busy, problem, run } = useAction();
  if (problem !== null) return <Problem>{problem}</Problem>;
  if (check === null) {
    return (
      <Button
        variant="default"
        loading={busy}
        onClick={() => run(async () => setCheck(await api.checkAudit()))}
      >
        Check the log
      </Button>
    );
  }
  return check.brokenAt === null ? (
    <Text role="status" title={check.head}>
      All {check.entries.toLocaleString()} lines are as they were written ·{' '}
      {check.head.slice(0, 12)}
    </Text>
  ) : (
    <Problem>Line {check.brokenAt} was changed, taken out or put in.</Problem>
  );
}

import { Button, Loader, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ConnectionCheck } from '../../media/check/ConnectionCheck';
import type { CheckReport } from '../../media/check/CheckReport';
import { verdictOf } from '../../media/check/verdict';
import { Card } from '../components/Card';
import { PageShell } from '../components/PageShell';
import { CheckIcon, WarningIcon } from '../components/icons';
import { useStore } from '../hooks/useStore';
import { useTitle } from '../hooks/useTitle';
import classes from './CheckPage.module.css';
import { rowsOf } from './checkRows';
import type { CheckRow } from './checkRows';

/** Whether somebody can watch and present from where they are, and if not, why. */
export function CheckPage() {
  useTitle('Check your connection');
  const [check, setCheck] = useState<ConnectionCheck | null>(null);

  const start = async () => {
    // What it takes comes only to who checks.
    const { ConnectionCheck: Check } = await import('../../media/check/ConnectionCheck');
    const started = new Check();
    setCheck(started);
    await started.run();
  };

  return (
    <PageShell narrow>
      <Title order={1} mb="xs">
        Check your connection
      </Title>
      <Text c="dimmed" mb="lg">
        Half a minute tells whether you can watch and present from here. Your browser asks whether
        it may use camera and microphone; nothing of them is sent.
      </Text>
      {check ? (
        <Running check={check} onAgain={() => void start()} />
      ) : (
        <Button size="md" onClick={() => void start()}>
          Start the check
        </Button>
      )}
    </PageShell>
  );
}

interface RunningProps {
  readonly check: ConnectionCheck;
  readonly onAgain: () => void;
}

function Running({ check, onAgain }: RunningProps) {
  const report = useStore(check.state);
  return (
    <>
      <Card>
        <ul className={classes.rows}>
          {rowsOf(report).map((row) => (
            <Row key={row.name} row={row} />
          ))}
        </ul>
      </Card>
      <div role="status">{report.done && <Result report={report} />}</div>
      {report.done && (
        <Button variant="default" mt="md" onClick={onAgain}>
          Check again
        </Button>
      )}
    </>
  );
}

function Result({ report }: { readonly report: CheckReport }) {
  const { tone, sentence } = verdictOf(report);
  return (
    <p className={classes.verdict} data-tone={tone}>
      {tone === 'well' ? <CheckIcon size={24} /> : <WarningIcon size={24} />}
      <span>{sentence}</span>
    </p>
  );
}

function Row({ row: { name, state, words } }: { readonly row: CheckRow }) {
  return (
    <li className={classes.row} data-state={state}>
      <span className={classes.mark}>
        {state === 'running' && <Loader size={16} aria-label="Being tried" />}
        {state === 'well' && <CheckIcon size={18} />}
        {state === 'bad' && <WarningIcon size={18} />}
      </span>
      <span className={classes.name}>{name}</span>
      <span className={classes.words}>{words}</span>
    </li>
  );
}

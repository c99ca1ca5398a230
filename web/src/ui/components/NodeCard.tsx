import { Button } from '@mantine/core';
import type { MediaNode } from '../../contract';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { clock, percent } from '../words';
import { ConfirmButton } from './ConfirmButton';
import classes from './NodeCard.module.css';
import { Problem } from './Problem';

const withinMinutes = 10;

interface NodeCardProps {
  readonly node: MediaNode;
  /** No other one stays. */
  readonly isAlone: boolean;
  readonly onChanged: () => void;
}

/** One media node: how it is, what it carries, and the button that empties it. */
export function NodeCard({ node, isAlone, onChanged }: NodeCardProps) {
  const { id, region, records, busy, webinars, viewers, ailments, leavesAt } = node;
  return (
    <article className={classes.card} data-health={healthOf(node)} aria-label={`Media node ${id}`}>
      <header className={classes.head}>
        <div>
          <h2 className={classes.name}>{id}</h2>
          <p className={classes.kind}>
            {records ? 'Webinars begin and are recorded here' : 'Carries viewers'}
            {region !== null && <> · {region}</>}
          </p>
        </div>
        <span className={classes.state}>{stateOf(node)}</span>
      </header>
      <dl className={classes.figures}>
        <div>
          <dt>Webinars</dt>
          <dd>{webinars.toLocaleString()}</dd>
        </div>
        <div>
          <dt>Viewers</dt>
          <dd>{viewers.toLocaleString()}</dd>
        </div>
        <div className={classes.load}>
          <dt>Load</dt>
          <dd>{percent(busy)}</dd>
          <div className={classes.bar} aria-hidden="true">
            <div style={{ inlineSize: percent(busy) }} data-full={busy > 0.7} />
          </div>
        </div>
      </dl>
      {ailments.map((ailment) => (
        <Problem key={ailment}>{ailment}</Problem>
      ))}
      <footer className={classes.foot}>
        {leavesAt === null ? (
          <Drain node={node} isAlone={isAlone} onChanged={onChanged} />
        ) : (
          <Keep node={node} leavesAt={leavesAt} onChanged={onChanged} />
        )}
      </footer>
    </article>
  );
}

function Drain({ node: { id, viewers }, isAlone, onChanged }: NodeCardProps) {
  const api = useApi();
  if (isAlone) return <p className={classes.words}>There is no other one that could take over.</p>;
  return (
    <ConfirmButton
      label="Drain"
      variant="default"
      question={`Drain ${id}?`}
      confirm="Drain it"
      onConfirm={async () => {
        await api.drainNode(id, withinMinutes);
        onChanged();
      }}
    >
      Nobody more comes to it.{' '}
      {viewers > 0 && `Its ${viewers.toLocaleString()} viewers go on elsewhere without a break. `}
      Webinars that begin here are off for some seconds when their presenters move. What is left
      after {withinMinutes} minutes is closed.
    </ConfirmButton>
  );
}

interface KeepProps {
  readonly node: MediaNode;
  readonly leavesAt: string;
  readonly onChanged: () => void;
}

function Keep({ node: { id, webinars }, leavesAt, onChanged }: KeepProps) {
  const api = useApi();
  const { busy, problem, run } = useAction();
  const keep = async () => {
    await api.keepNode(id);
    onChanged();
  };
  return (
    <>
      {problem && <Problem>{problem}</Problem>}
      <p className={classes.words}>
        {webinars === 0
          ? 'It is empty and can be stopped.'
          : `It is being emptied, until ${clock(leavesAt)} at the latest.`}
      </p>
      <Button variant="default" loading={busy} onClick={() => run(keep)}>
        Keep it after all
      </Button>
    </>
  );
}

function healthOf({ ailments, leavesAt }: MediaNode): 'well' | 'ill' | 'leaving' {
  if (ailments.length > 0) return 'ill';
  return leavesAt === null ? 'well' : 'leaving';
}

function stateOf(node: MediaNode): string {
  switch (healthOf(node)) {
    case 'ill':
      return 'In trouble';
    case 'leaving':
      return node.webinars === 0 ? 'Empty' : 'Draining';
    case 'well':
      return 'Well';
  }
}

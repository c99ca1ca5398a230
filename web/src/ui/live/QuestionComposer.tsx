import { Button, Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import { useAction } from '../hooks/useAction';
import classes from './QuestionsPanel.module.css';

interface QuestionComposerProps {
  readonly online: boolean;
  /** Whether one may ask without a name. */
  readonly anonymous: boolean;
  /** Whether a presenter looks at it first. */
  readonly moderated: boolean;
  readonly onAsk: (text: string, isAnonymous: boolean) => Promise<void>;
}

export function QuestionComposer({ online, anonymous, moderated, onAsk }: QuestionComposerProps) {
  const [text, setText] = useState('');
  const [isAnonymous, setAnonymous] = useState(false);
  const { busy, problem, run } = useAction();
  const ready = online && !busy && text.trim() !== '';

  const ask = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!ready) return;
    run(async () => {
      await onAsk(text.trim(), anonymous && isAnonymous);
      // What was typed meanwhile stays.
      setText((typed) => (typed === text ? '' : typed));
    });
  };

  return (
    <form className={classes.composer} onSubmit={ask}>
      <Textarea
        size="sm"
        aria-label="Your question"
        placeholder={online ? 'What would you like to know?' : 'Reconnecting…'}
        autosize
        minRows={2}
        maxRows={5}
        maxLength={500}
        error={problem}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.send}>
        {anonymous ? (
          <Checkbox
            size="xs"
            radius="xs"
            label="Without my name"
            checked={isAnonymous}
            onChange={(event) => setAnonymous(event.currentTarget.checked)}
          />
        ) : (
          <span className={classes.hint}>
            {moderated ? 'A presenter looks at it first.' : 'Everybody sees it with your name.'}
          </span>
        )}
        <Button type="submit" size="compact-md" disabled={!ready}>
          Ask
        </Button>
      </div>
    </form>
  );
}

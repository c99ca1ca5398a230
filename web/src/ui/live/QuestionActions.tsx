import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { StageQuestion } from '../../contract';
import type { StageSession } from '../../media/StageSession';
import { ConfirmButton } from '../components/ConfirmButton';
import { Problem } from '../components/Problem';
import { useAction } from '../hooks/useAction';
import classes from './QuestionItem.module.css';

interface QuestionActionsProps {
  readonly question: StageQuestion;
  readonly session: StageSession;
}

/** What presenters do about a question. */
export function QuestionActions({ question, session }: QuestionActionsProps) {
  const [writing, setWriting] = useState(false);
  const { busy, problem, run } = useAction();
  const { id, state, answer } = question;

  if (writing) {
    return <AnswerForm question={question} session={session} onDone={() => setWriting(false)} />;
  }
  const small = { size: 'compact-xs', disabled: busy } as const;
  return (
    <div className={classes.actions}>
      {state === 'waiting' && (
        <Button {...small} onClick={() => run(() => session.showQuestion(id))}>
          Show to all
        </Button>
      )}
      {state !== 'answered' && (
        <Button
          {...small}
          variant="light"
          onClick={() => run(() => session.answerQuestion(id, null))}
        >
          Answered live
        </Button>
      )}
      <Button {...small} variant="light" onClick={() => setWriting(true)}>
        {answer === null ? 'Write answer' : 'Edit answer'}
      </Button>
      {state === 'answered' && (
        <Button {...small} variant="subtle" onClick={() => run(() => session.showQuestion(id))}>
          Reopen
        </Button>
      )}
      <ConfirmButton
        label="Dismiss"
        variant="subtle"
        size="compact-xs"
        question="Dismiss this question?"
        confirm="Dismiss question"
        onConfirm={() => session.dismissQuestion(id)}
      >
        It disappears for everyone; who asked sees that it was not taken. The organizer’s list keeps
        it.
      </ConfirmButton>
      {problem !== null && <Problem>{problem}</Problem>}
    </div>
  );
}

interface AnswerFormProps extends QuestionActionsProps {
  readonly onDone: () => void;
}

function AnswerForm({ question, session, onDone }: AnswerFormProps) {
  const [text, setText] = useState(question.answer ?? '');
  const { busy, problem, run } = useAction();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    run(async () => {
      await session.answerQuestion(question.id, text.trim());
      onDone();
    });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Textarea
        size="sm"
        aria-label="Your answer"
        placeholder="Everybody reads your answer"
        data-autofocus
        autoFocus
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        error={problem}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button size="compact-sm" type="submit" loading={busy} disabled={text.trim() === ''}>
          Answer
        </Button>
      </div>
    </form>
  );
}

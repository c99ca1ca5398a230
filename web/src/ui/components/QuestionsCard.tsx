import { Button, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { QuestionState, StageQuestion, Webinar } from '../../contract';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { sentenceOf, votes } from '../words';
import { Card } from './Card';
import { ConfirmButton } from './ConfirmButton';
import { PersonName } from './PersonName';
import { Problem } from './Problem';
import classes from './QuestionsCard.module.css';
import { DownloadIcon } from './icons';

const shownAtFirst = 10;

/** What the audience asked, to read, to dismiss and to take along. */
export function QuestionsCard({ webinar }: { readonly webinar: Webinar }) {
  const api = useApi();
  const { id, state } = webinar;
  const load = useCallback((signal: AbortSignal) => api.questions(id, signal), [api, id]);
  const pollMs = useCallback(() => (state === 'ended' ? null : 5_000), [state]);
  const { loaded, reload } = useLoad(load, pollMs);
  const [showsAll, setShowsAll] = useState(false);
  if (loaded.status === 'loading') return null;
  if (loaded.status === 'failed') {
    return (
      <Card title="Questions">
        <Problem>{sentenceOf(loaded.cause)}</Problem>
      </Card>
    );
  }
  const questions = [...loaded.value].sort((a, b) => b.votes - a.votes);
  const asCsv = (
    <Button
      component="a"
      href={`/api/webinars/${id}/questions.csv`}
      download
      variant="default"
      size="compact-sm"
      leftSection={<DownloadIcon size={15} />}
    >
      Download as CSV
    </Button>
  );
  return (
    <Card title="Questions" {...(questions.length > 0 && { aside: asCsv })}>
      {questions.length === 0 && (
        <Text c="dimmed">
          {state === 'ended'
            ? 'Nobody asked anything.'
            : 'None yet. Your audience asks beside the picture, and presenters answer in the studio.'}
        </Text>
      )}
      <ul className={classes.list}>
        {(showsAll ? questions : questions.slice(0, shownAtFirst)).map((question) => (
          <Row
            key={question.id}
            question={question}
            onDismiss={async () => {
              await api.dismissQuestion(id, question.id);
              reload();
            }}
          />
        ))}
      </ul>
      {!showsAll && questions.length > shownAtFirst && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setShowsAll(true)}>
          Show all {questions.length}
        </Button>
      )}
    </Card>
  );
}

const stateWords: Readonly<Record<QuestionState, string>> = {
  waiting: 'Waiting to be shown',
  open: 'Open',
  answered: 'Answered',
  dismissed: 'Dismissed',
};

interface RowProps {
  readonly question: StageQuestion;
  readonly onDismiss: () => Promise<void>;
}

function Row({ question, onDismiss }: RowProps) {
  const { displayName, role, text, state, answer } = question;
  return (
    <li className={classes.row} data-gone={state === 'dismissed'}>
      <div className={classes.words}>
        <span className={classes.about}>
          <PersonName
            name={displayName ?? 'Anonymous'}
            role={displayName === null ? 'viewer' : role}
          />
          <span>
            {votes(question.votes)} · {stateWords[state]}
          </span>
        </span>
        <p className={classes.text} dir="auto">
          {text}
        </p>
        {answer !== null && (
          <p className={classes.answer} dir="auto">
            {answer}
          </p>
        )}
      </div>
      {state !== 'dismissed' && (
        <ConfirmButton
          label="Dismiss"
          variant="default"
          size="compact-sm"
          question="Dismiss this question?"
          confirm="Dismiss question"
          onConfirm={onDismiss}
        >
          It disappears for everyone in the webinar; who asked sees that it was not taken. This list
          keeps it.
        </ConfirmButton>
      )}
    </li>
  );
}

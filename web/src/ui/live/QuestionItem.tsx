import { UnstyledButton } from '@mantine/core';
import type { StageQuestion } from '../../contract';
import type { StageSession } from '../../media/StageSession';
import { PersonName } from '../components/PersonName';
import { CheckIcon, VoteIcon } from '../components/icons';
import { useAction } from '../hooks/useAction';
import { clock, votes } from '../words';
import { QuestionActions } from './QuestionActions';
import classes from './QuestionItem.module.css';

interface QuestionItemProps {
  readonly question: StageQuestion;
  readonly own: boolean;
  readonly voted: boolean;
  readonly online: boolean;
  readonly presents: boolean;
  readonly session: StageSession;
}

export function QuestionItem({
  question,
  own,
  voted,
  online,
  presents,
  session,
}: QuestionItemProps) {
  const { displayName, role, text, askedAt, state } = question;
  const note = noteOf(question, own);
  return (
    <li className={classes.question} data-state={state}>
      {(state === 'open' || state === 'answered') && (
        <Votes question={question} voted={voted} online={online} session={session} />
      )}
      <div className={classes.body}>
        <div className={classes.from}>
          <span className={classes.name} data-own={own}>
            <PersonName
              name={own ? 'You' : (displayName ?? 'Anonymous')}
              role={displayName === null ? 'viewer' : role}
            />
          </span>
          <time dateTime={askedAt}>{clock(askedAt)}</time>
        </div>
        <p className={classes.text} dir="auto">
          {text}
        </p>
        {note !== null && <p className={classes.note}>{note}</p>}
        <Answer question={question} />
        {presents && state !== 'dismissed' && (
          <QuestionActions question={question} session={session} />
        )}
      </div>
    </li>
  );
}

/** What becomes of it, for who can see that nobody else does. */
function noteOf({ state }: StageQuestion, own: boolean): string | null {
  if (state === 'waiting') {
    return own ? 'Waiting for a presenter to show it' : 'Your audience does not see it yet';
  }
  return state === 'dismissed' ? 'Not taken. Nobody else sees it.' : null;
}

function Answer({ question }: Pick<QuestionItemProps, 'question'>) {
  const { state, answer, answeredBy, answeredAt } = question;
  if (state !== 'answered' || answeredAt === null) return null;
  return (
    <div className={classes.answer}>
      <span className={classes.answered}>
        <CheckIcon size={14} />
        <span>
          {answer === null ? 'Answered live' : 'Answered'}
          {answeredBy !== null && (
            <>
              {' by '}
              <bdi>{answeredBy}</bdi>
            </>
          )}
        </span>
        <time dateTime={answeredAt}>{clock(answeredAt)}</time>
      </span>
      {answer !== null && (
        <p className={classes.text} dir="auto">
          {answer}
        </p>
      )}
    </div>
  );
}

type VotesProps = Pick<QuestionItemProps, 'question' | 'voted' | 'online' | 'session'>;

function Votes({ question, voted, online, session }: VotesProps) {
  const { busy, problem, run } = useAction();
  return (
    <UnstyledButton
      className={classes.vote}
      aria-pressed={voted}
      aria-label={`I want to know this too (${votes(question.votes)})`}
      title={problem ?? (voted ? 'Take your vote back' : 'I want to know this too')}
      disabled={!online || busy || question.state !== 'open'}
      onClick={() => run(() => session.vote(question.id, !voted))}
    >
      <VoteIcon size={16} />
      <span>{question.votes}</span>
    </UnstyledButton>
  );
}

import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { StageSession } from '../../media/StageSession';
import { inOrder } from '../../signaling/questions';
import type { QuestionOrder } from '../../signaling/questions';
import type { StageJoined } from '../../signaling/stageState';
import { QuestionIcon } from '../components/icons';
import { QuestionComposer } from './QuestionComposer';
import { QuestionItem } from './QuestionItem';
import classes from './QuestionsPanel.module.css';

interface QuestionsPanelProps {
  readonly session: StageSession;
  readonly stage: StageJoined;
  readonly shown: boolean;
}

const orders = [
  { value: 'votes', label: 'Most votes' },
  { value: 'time', label: 'First asked' },
];

/** What the audience wants to know: viewers ask and vote, presenters answer. */
export function QuestionsPanel({ session, stage, shown }: QuestionsPanelProps) {
  const [order, setOrder] = useState<QuestionOrder>('votes');
  const { online, questions, role, webinar } = stage;
  const presents = role === 'presenter';

  // What is about this person alone comes to nobody by itself.
  useEffect(() => {
    if (shown && online) void session.loadMyQuestions().catch(() => undefined);
  }, [session, shown, online]);

  const listed = new Set(questions.shown.map(({ id }) => id));
  const own = new Set(questions.asked.map(({ id }) => id));
  const unseen = questions.asked.filter(({ id }) => !listed.has(id));
  const all = [...unseen, ...inOrder(questions.shown, order)];

  return (
    <>
      {questions.shown.length > 1 && (
        <SegmentedControl
          className={classes.order}
          size="xs"
          aria-label="Order of questions"
          data={orders}
          value={order}
          onChange={(value) => setOrder(value as QuestionOrder)}
        />
      )}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="All questions">
        {all.length === 0 ? (
          <div className={classes.empty}>
            <QuestionIcon size={24} />
            {presents
              ? 'No questions yet. What your audience asks comes here, for you to answer.'
              : 'No questions yet. Ask the first one below.'}
          </div>
        ) : (
          <ul className={classes.list}>
            {all.map((question) => (
              <QuestionItem
                key={question.id}
                question={question}
                own={own.has(question.id)}
                voted={questions.votedFor.has(question.id)}
                online={online}
                session={session}
                presents={presents}
              />
            ))}
          </ul>
        )}
      </div>
      {!presents && (
        <QuestionComposer
          online={online}
          anonymous={webinar.anonymousQuestions}
          moderated={webinar.moderateQuestions}
          onAsk={(text, isAnonymous) => session.ask(text, isAnonymous)}
        />
      )}
    </>
  );
}

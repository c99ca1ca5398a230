import type { MyQuestions, QuestionVotes, StageQuestion } from '../contract';
import type { QuestionId } from '../ids';

/** The questions of a webinar as one person sees them. */
export interface Questions {
  /** In the order in which they were asked. */
  readonly shown: readonly StageQuestion[];
  /** What this person asked, dismissed ones too. */
  readonly asked: readonly StageQuestion[];
  readonly votedFor: ReadonlySet<QuestionId>;
}

export type QuestionOrder = 'votes' | 'time';

export const noQuestions: Questions = { shown: [], asked: [], votedFor: new Set() };

export function withChanged(questions: Questions, question: StageQuestion): Questions {
  const { shown, asked } = questions;
  return { ...questions, shown: put(shown, question), asked: replace(asked, question) };
}

/** For who asked, it was dismissed. */
export function without(questions: Questions, gone: QuestionId): Questions {
  return {
    ...questions,
    shown: questions.shown.filter(({ id }) => id !== gone),
    asked: questions.asked.map((each) =>
      each.id === gone ? { ...each, state: 'dismissed' } : each,
    ),
  };
}

export function withVotes(questions: Questions, counts: readonly QuestionVotes[]): Questions {
  const votes = new Map(counts.map((each) => [each.id, each.votes]));
  const counted = (each: StageQuestion) => ({ ...each, votes: votes.get(each.id) ?? each.votes });
  return {
    ...questions,
    shown: questions.shown.map(counted),
    asked: questions.asked.map(counted),
  };
}

export function withVote(questions: Questions, vote: QuestionVotes, isFor: boolean): Questions {
  const votedFor = new Set(questions.votedFor);
  if (isFor) votedFor.add(vote.id);
  else votedFor.delete(vote.id);
  return { ...withVotes(questions, [vote]), votedFor };
}

export function withAsked(questions: Questions, question: StageQuestion): Questions {
  const { asked, shown } = questions;
  // Heard of before the answer, it may have become something else.
  const known = shown.find(({ id }) => id === question.id) ?? question;
  // What waits is shown to presenters, who hear of it by an event.
  if (known.state === 'waiting') return { ...questions, asked: put(asked, known) };
  return { ...questions, asked: put(asked, known), shown: put(shown, known) };
}

export function withMine(questions: Questions, mine: MyQuestions): Questions {
  return { ...questions, asked: mine.asked, votedFor: new Set(mine.votedFor.map(({ id }) => id)) };
}

/** Open ones first, then what was answered, the latest first. */
export function inOrder(
  questions: readonly StageQuestion[],
  order: QuestionOrder,
): readonly StageQuestion[] {
  const open = questions.filter(({ state }) => state !== 'answered');
  const answered = questions.filter(({ state }) => state === 'answered');
  if (order === 'votes') open.sort((a, b) => b.votes - a.votes);
  answered.sort((a, b) => Date.parse(b.answeredAt ?? '') - Date.parse(a.answeredAt ?? ''));
  return [...open, ...answered];
}

function put(
  questions: readonly StageQuestion[],
  question: StageQuestion,
): readonly StageQuestion[] {
  const known = questions.some(({ id }) => id === question.id);
  return known ? replace(questions, question) : [...questions, question];
}

function replace(
  questions: readonly StageQuestion[],
  question: StageQuestion,
): readonly StageQuestion[] {
  return questions.map((each) => (each.id === question.id ? question : each));
}

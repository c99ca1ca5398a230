import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Joined, StageQuestion, Webinar } from '../../src/contract';
import { id } from '../../src/ids';
import { StageSession } from '../../src/media/StageSession';
import { LiveDevice } from '../../src/media/LiveDevice';
import { StageConnection } from '../../src/signaling/StageConnection';
import { QuestionsCard } from '../../src/ui/components/QuestionsCard';
import { useStore } from '../../src/ui/hooks/useStore';
import { TalkPanel } from '../../src/ui/live/TalkPanel';
import { FakeDevice } from '../fakes/FakeDevice';
import { FakeHub, joined } from '../fakes/FakeHub';
import { question } from '../fakes/question';
import { show } from './render';

const { webinar } = joined();

async function talk(change: Partial<Joined> = {}, hub = new FakeHub()) {
  hub.answers.Join = () => joined(change);
  const session = new StageSession({
    connection: new StageConnection({
      hub,
      seat: 'seat of Marek',
      refusal: () => Promise.resolve(null),
      delay: () => new Promise(() => undefined),
    }),
    device: new LiveDevice(() => new FakeDevice().asDevice()),
    displayName: 'Marek',
    routerRtpCapabilities: null,
  });
  session.open();
  show(<Talk session={session} />);
  await userEvent.click(await screen.findByRole('tab', { name: /Questions/ }));
  return hub;
}

function Talk({ session }: { readonly session: StageSession }) {
  const { stage } = useStore(session.state);
  return stage.phase === 'joined' ? <TalkPanel session={session} stage={stage} /> : null;
}

const item = async (text: string) => {
  const found = (await screen.findByText(text)).closest('li');
  if (!found) throw new Error(`${text} is in no list.`);
  return within(found);
};

describe('questions beside the stage', () => {
  it('say what to do while there is none', async () => {
    await talk();
    expect(await screen.findByText('No questions yet. Ask the first one below.')).toBeTruthy();
  });

  it('are asked, and wait where a presenter looks at them first', async () => {
    const waiting = question({ name: 'q', state: 'waiting' });
    const hub = await talk({ webinar: { ...webinar, moderateQuestions: true } });
    hub.answers.AskQuestion = () => waiting;
    await userEvent.type(await screen.findByLabelText('Your question'), 'Why bees?');
    await userEvent.click(screen.getByRole('button', { name: 'Ask' }));
    expect((await item('Text of q')).getByText('Waiting for a presenter to show it')).toBeTruthy();
    expect(hub.calls.at(-1)?.argument).toEqual({ text: 'Why bees?', isAnonymous: false });
    hub.tell('QuestionRemoved', { id: waiting.id });
    expect(await screen.findByText('Not taken. Nobody else sees it.')).toBeTruthy();
  });

  it('are asked without a name where that is allowed', async () => {
    const hub = await talk({ webinar: { ...webinar, anonymousQuestions: true } });
    hub.answers.AskQuestion = () => question({ name: 'q', displayName: null });
    await userEvent.click(await screen.findByLabelText('Without my name'));
    await userEvent.type(screen.getByLabelText('Your question'), 'Why bees?');
    await userEvent.click(screen.getByRole('button', { name: 'Ask' }));
    await waitFor(() => expect(hub.called('AskQuestion')).toBe(1));
    const asked = hub.calls.find(({ method }) => method === 'AskQuestion');
    expect(asked?.argument).toEqual({ text: 'Why bees?', isAnonymous: true });
  });

  it('are voted for once, and the vote is taken back', async () => {
    const hub = await talk({ questions: [question({ name: 'q' })] });
    hub.answers.VoteQuestion = ({ isFor }) => ({ id: id('q'), votes: isFor ? 1 : 0 });
    await userEvent.click(await screen.findByRole('button', { name: /to know this too/ }));
    const voted = await screen.findByRole('button', { name: /1 vote/, pressed: true });
    await userEvent.click(voted);
    expect(await screen.findByRole('button', { name: /0 votes/, pressed: false })).toBeTruthy();
  });

  it('know own votes and questions again', async () => {
    const mine = question({ name: 'q', votes: 2 });
    const hub = new FakeHub();
    hub.answers.MyQuestions = () => ({ asked: [mine], votedFor: [{ id: mine.id, votes: 2 }] });
    await talk({ questions: [mine] }, hub);
    expect((await item('Text of q')).getByText('You')).toBeTruthy();
    expect(screen.getByRole('button', { name: /2 votes/, pressed: true })).toBeTruthy();
  });

  it('show what was answered, by whom and how', async () => {
    const hub = await talk({ questions: [question({ name: 'q' })] });
    await screen.findByText('Text of q');
    hub.tell(
      'QuestionChanged',
      question({
        name: 'q',
        state: 'answered',
        answer: 'For the honey.',
        answeredBy: 'Ines',
        answeredAt: '2026-11-22T18:05:00Z',
      }),
    );
    expect((await item('Text of q')).getByText('For the honey.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Reopen' })).toBeNull();
  });
});

describe('a presenter', () => {
  const presents = (...questions: StageQuestion[]) => talk({ role: 'presenter', questions });

  it('shows, answers live and in writing', async () => {
    const hub = await presents(question({ name: 'q', state: 'waiting' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Show to all' }));
    expect(hub.calls.at(-1)).toEqual({ method: 'ShowQuestion', argument: { id: 'q' } });
    await userEvent.click(screen.getByRole('button', { name: 'Answered live' }));
    expect(hub.calls.at(-1)?.argument).toEqual({ id: 'q', text: null });
    await userEvent.click(screen.getByRole('button', { name: 'Write answer' }));
    await userEvent.type(screen.getByLabelText('Your answer'), 'By the sun.');
    await userEvent.click(screen.getByRole('button', { name: 'Answer' }));
    expect(hub.calls.at(-1)?.argument).toEqual({ id: 'q', text: 'By the sun.' });
    expect(await screen.findByRole('button', { name: 'Write answer' })).toBeTruthy();
  });

  it('dismisses after being asked', async () => {
    const hub = await presents(question({ name: 'q' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Dismiss' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Dismiss question' }));
    await waitFor(() => expect(hub.called('DismissQuestion')).toBe(1));
  });
});

describe('the organizer', () => {
  const organized = { id: id('w1'), state: 'live' } as Webinar;

  it('reads what was asked and takes it along', async () => {
    show(<QuestionsCard webinar={organized} />, {
      'GET /api/webinars/w1/questions': [
        question({ name: 'q', displayName: null, votes: 2 }),
        question({ name: 'gone', state: 'dismissed' }),
      ],
    });
    expect((await item('Text of q')).getByText('Anonymous')).toBeTruthy();
    expect((await item('Text of gone')).queryByRole('button')).toBeNull();
    const file = screen.getByRole('link', { name: 'Download as CSV' });
    expect(file.getAttribute('href')).toBe('/api/webinars/w1/questions.csv');
  });

  it('is told where questions come from while there is none', async () => {
    show(<QuestionsCard webinar={organized} />, { 'GET /api/webinars/w1/questions': [] });
    expect(await screen.findByText(/None yet/)).toBeTruthy();
    expect(screen.queryByRole('link')).toBeNull();
  });
});

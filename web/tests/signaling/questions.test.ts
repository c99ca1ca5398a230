import { describe, expect, it } from 'vitest';
import { id } from '../../src/ids';
import {
  inOrder,
  noQuestions,
  withAsked,
  withChanged,
  withMine,
  withVote,
  withVotes,
  without,
} from '../../src/signaling/questions';
import { question } from '../fakes/question';

const why = question({ name: 'why' });
const how = question({ name: 'how', votes: 3 });
const answered = question({
  name: 'when',
  votes: 9,
  state: 'answered',
  answeredAt: '2026-11-22T18:05:00Z',
});

describe('questions', () => {
  it('are there once, however often they are told of', () => {
    const twice = withAsked(withChanged(noQuestions, why), why);
    expect(twice.shown).toEqual([why]);
    expect(twice.asked).toEqual([why]);
  });

  it('that wait are shown to who asked alone', () => {
    const waiting = { ...why, state: 'waiting' as const };
    const asked = withAsked(noQuestions, waiting);
    expect(asked).toMatchObject({ shown: [], asked: [waiting] });
    expect(withChanged(asked, why)).toMatchObject({ shown: [why], asked: [why] });
  });

  it('stay what an event has made of them before the answer came', () => {
    const early = withChanged(noQuestions, { ...why, state: 'answered' });
    expect(withAsked(early, why).shown[0]?.state).toBe('answered');
  });

  it('that were dismissed are so for who asked, and gone for others', () => {
    const asked = without(withAsked(withChanged(noQuestions, how), why), why.id);
    expect(asked.shown).toEqual([how]);
    expect(asked.asked[0]?.state).toBe('dismissed');
  });

  it('take counts as they come, and remember the own vote', () => {
    const voted = withVote(withChanged(noQuestions, why), { id: why.id, votes: 1 }, true);
    expect(voted.votedFor.has(why.id)).toBe(true);
    const counted = withVotes(voted, [
      { id: why.id, votes: 7 },
      { id: id('unknown'), votes: 1 },
    ]);
    expect(counted.shown[0]?.votes).toBe(7);
    expect(withVote(counted, { id: why.id, votes: 6 }, false).votedFor.size).toBe(0);
  });

  it('are known again after a reload', () => {
    const mine = { asked: [why], votedFor: [{ id: how.id, votes: 3 }] };
    expect(withMine(noQuestions, mine)).toMatchObject({
      asked: [why],
      votedFor: new Set([how.id]),
    });
  });

  it('come by votes or by time, with what was answered behind', () => {
    const names = (order: 'votes' | 'time') =>
      inOrder([answered, why, how], order).map((each) => each.id);
    expect(names('votes')).toEqual(['how', 'why', 'when']);
    expect(names('time')).toEqual(['why', 'how', 'when']);
  });
});

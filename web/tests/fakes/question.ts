import type { StageQuestion } from '../../src/contract';
import { id } from '../../src/ids';

export function question(about: Partial<StageQuestion> & { readonly name: string }): StageQuestion {
  const { name, ...given } = about;
  return {
    id: id(name),
    participantId: id(`asker of ${name}`),
    displayName: 'Eve',
    role: 'viewer',
    text: `Text of ${name}`,
    askedAt: '2026-11-22T18:00:00Z',
    state: 'open',
    votes: 0,
    answer: null,
    answeredBy: null,
    answeredAt: null,
    ...given,
  };
}

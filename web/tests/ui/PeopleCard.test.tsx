import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Person, PersonQuality, QualitySample, Webinar } from '../../src/contract';
import { id } from '../../src/ids';
import { PeopleCard } from '../../src/ui/components/PeopleCard';
import { show } from './render';

const webinar = { id: id('w1') } as Webinar;

const person = (number: number, about: Partial<Person> = {}): Person => ({
  participantId: id(`p${number}`),
  displayName: `Guest ${number}`,
  role: 'viewer',
  blame: 'nobody',
  ...about,
});

const sample = (minute: number, about: Partial<QualitySample> = {}): QualitySample => ({
  at: `2026-11-22T18:0${minute}:00Z`,
  bitrate: 900_000,
  height: 360,
  lost: 0,
  roundTripMs: 40,
  frozen: 0,
  concealed: 0,
  dropped: 0,
  busy: 0,
  heldBack: false,
  blame: 'nobody',
  ...about,
});

function showPeople(present: readonly Person[], quality?: PersonQuality) {
  show(<PeopleCard webinar={webinar} />, {
    'GET /api/webinars/w1/people': { present, removed: [] },
    ...(quality ? { 'GET /api/webinars/w1/people/p1/quality': quality } : {}),
  });
}

async function open(displayName: string): Promise<HTMLElement> {
  await userEvent.click(await screen.findByLabelText(`How it goes for ${displayName}`));
  return screen.findByRole('dialog');
}

describe('the people of a webinar', () => {
  it('says beside a name where the trouble comes from', async () => {
    showPeople([person(1, { blame: 'ownNetwork' }), person(2)]);
    const [troubled, well] = await screen.findAllByRole('listitem');
    expect(troubled?.textContent).toContain('Weak connection');
    expect(well?.textContent).not.toContain('connection');
  });

  it('shows twenty, and all when asked', async () => {
    showPeople(Array.from({ length: 30 }, (_, index) => person(index)));
    expect(await screen.findAllByLabelText(/^Remove /)).toHaveLength(20);
    await userEvent.click(screen.getByRole('button', { name: 'Show all 30' }));
    expect(screen.getAllByLabelText(/^Remove /)).toHaveLength(30);
    expect(screen.queryByRole('button', { name: 'Show all 30' })).toBeNull();
  });

  it('opens how it goes for a viewer: a sentence and six charts', async () => {
    showPeople([person(1)], {
      displayName: 'Guest 1',
      role: 'viewer',
      sentence: 'The likeliest reason is their own connection.',
      well: false,
      samples: [sample(1), sample(2, { lost: 0.2, frozen: 0.12, blame: 'ownNetwork' })],
    });
    const dialog = within(await open('Guest 1'));
    expect((await dialog.findByRole('status')).textContent).toContain('their own connection');
    expect(dialog.getAllByRole('img')).toHaveLength(6);
    for (const value of ['900 kbit/s', '360 lines', '12 %', '20 %', '0 %', '40 ms']) {
      expect(dialog.getByText(value)).toBeTruthy();
    }
    const lost = dialog.getByRole('img', { name: /^Lost on the way/ });
    expect(lost.querySelector('desc')?.textContent).toMatch(/^Now 20 %; since .+ and 20 %\.$/);
  });

  it('opens how it goes for a presenter: what they send', async () => {
    showPeople([person(1, { role: 'presenter' })], {
      displayName: 'Guest 1',
      role: 'presenter',
      sentence: 'All well.',
      well: true,
      samples: [sample(1), sample(2, { roundTripMs: null, height: 0 })],
    });
    const dialog = within(await open('Guest 1'));
    expect(await dialog.findByRole('img', { name: /^Sends/ })).toBeTruthy();
    expect(dialog.getByText('none')).toBeTruthy();
    expect(dialog.queryByText('Picture stands still')).toBeNull();
  });

  it('says when nothing is known yet', async () => {
    showPeople([person(1)], {
      displayName: 'Guest 1',
      role: 'viewer',
      sentence: 'Nothing is known yet.',
      well: true,
      samples: [],
    });
    const dialog = within(await open('Guest 1'));
    expect(await dialog.findByText('Nothing is known yet.')).toBeTruthy();
    expect(dialog.queryByRole('img')).toBeNull();
  });

  it('says when the person has left meanwhile', async () => {
    showPeople([person(1)]);
    expect(await within(await open('Guest 1')).findByText(/does not exist/)).toBeTruthy();
  });
});

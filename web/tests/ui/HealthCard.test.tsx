import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { WebinarHealth } from '../../src/contract';
import { id } from '../../src/ids';
import { HealthCard } from '../../src/ui/components/HealthCard';
import { show } from './render';

const sample = (minute: number, viewers: number, troubled: number) => ({
  at: `2026-11-22T18:0${minute}:00Z`,
  viewers,
  bitsPerSecond: viewers * 1_500_000,
  troubled,
});

const showHealth = (health: WebinarHealth) =>
  show(<HealthCard webinarId={id('w1')} />, { 'GET /api/webinars/w1/health': health });

describe('how a webinar goes', () => {
  it('is a sentence and three charts', async () => {
    showHealth({
      sentence: '7 of 120 viewers lose more than 5 % of the picture.',
      well: false,
      samples: [sample(1, 40, 0), sample(2, 120, 7)],
    });
    const sentence = await screen.findByRole('status', { name: 'How it goes' });
    expect(sentence.textContent).toContain('7 of 120 viewers lose');
    expect(sentence.dataset.well).toBe('false');
    expect(screen.getAllByRole('img')).toHaveLength(3);
    expect(screen.getByText('120')).toBeTruthy();
    expect(screen.getByText('180.0 Mbit/s')).toBeTruthy();
    expect(screen.getByText('5.8 %')).toBeTruthy();
  });

  it('describes each chart for those who do not see it', async () => {
    showHealth({
      sentence: 'All well.',
      well: true,
      samples: [sample(1, 40, 0), sample(2, 30, 0)],
    });
    const chart = await screen.findByRole('img', { name: /^Viewers/ });
    expect(chart.querySelector('desc')?.textContent).toMatch(
      /^Now 30; since .+ between 30 and 40\.$/,
    );
  });

  it('has no charts before the first look', async () => {
    showHealth({ sentence: 'No presenter is sending.', well: false, samples: [] });
    expect(await screen.findByText('No presenter is sending.')).toBeTruthy();
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('says when it cannot be seen', async () => {
    show(<HealthCard webinarId={id('w1')} />);
    expect(await screen.findByText(/./, { selector: 'p' })).toBeTruthy();
  });
});

import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { MediaNode, WebinarTree } from '../../src/contract';
import { id } from '../../src/ids';
import { NodeCard } from '../../src/ui/components/NodeCard';
import { TreeCard } from '../../src/ui/components/TreeCard';
import { soon } from '../soon';
import { show } from './render';

const edge: MediaNode = {
  id: id('10.0.0.8-4480'),
  region: 'fra',
  records: false,
  busy: 0.42,
  webinars: 2,
  viewers: 480,
  ailments: [],
  leavesAt: null,
};

describe('a media node', () => {
  it('is drained only when asked twice', async () => {
    const changed = vi.fn();
    show(<NodeCard node={edge} isAlone={false} onChanged={changed} />, {
      'POST /api/nodes/10.0.0.8-4480/drain': () => null,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Drain' }));
    expect(await screen.findByText(/480 viewers go on elsewhere/)).toBeTruthy();
    expect(changed).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Drain it' }));
    await soon(() => expect(changed).toHaveBeenCalled());
  });

  it('cannot be drained when no other one stays', () => {
    show(<NodeCard node={edge} isAlone onChanged={() => undefined} />, {});
    expect(screen.queryByRole('button', { name: 'Drain' })).toBeNull();
  });

  it('says when it is empty', () => {
    const empty = { ...edge, webinars: 0, viewers: 0, leavesAt: '2026-11-22T18:00:00Z' };
    show(<NodeCard node={empty} isAlone={false} onChanged={() => undefined} />, {});
    expect(screen.getByText('It is empty and can be stopped.')).toBeTruthy();
    expect(screen.getByText('Empty')).toBeTruthy();
  });
});

describe('where a webinar is carried', () => {
  const place = { region: null, receivers: 1, well: true, leaving: false };
  const tree: WebinarTree = {
    origin: { ...place, node: id('origin') },
    edges: [
      {
        place: { ...place, node: id('near'), receivers: 480, leaving: true },
        source: id('origin'),
        link: { bitsPerSecond: 3_400_000, roundTripMs: 0.8, loss: 0, alive: true },
      },
      {
        place: { ...place, node: id('far'), well: false },
        source: id('near'),
        link: { bitsPerSecond: 0, roundTripMs: null, loss: null, alive: false },
      },
    ],
  };

  it('is its nodes and what goes over each link', async () => {
    show(<TreeCard webinarId={id('w1')} />, { 'GET /api/webinars/w1/tree': tree });
    expect(await screen.findByText('480 receive')).toBeTruthy();
    expect(screen.getByText(/3\.4 Mbit\/s · 0\.8 ms/)).toBeTruthy();
    expect(screen.getByText(/draining/)).toBeTruthy();
    expect(screen.getByText('Nothing comes over')).toBeTruthy();
    expect(screen.getByText(/in trouble/)).toBeTruthy();
  });

  it('shows an edge behind the one that feeds it', async () => {
    show(<TreeCard webinarId={id('w1')} />, { 'GET /api/webinars/w1/tree': tree });
    const [near, far] = await screen.findAllByRole('listitem');
    expect(near?.contains(far ?? null)).toBe(true);
    expect(near?.textContent).toContain('Viewers and relay');
    expect(far?.textContent).toContain('in trouble');
  });
});

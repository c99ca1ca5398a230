import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Undecoded } from '../../src/ui/live/Undecoded';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('says that another picture is on its way, and does not promise it for ever', () => {
  render(<Undecoded standInComes />);
  expect(screen.getByRole('status').textContent).toContain('a moment, please');
  act(() => void vi.advanceTimersByTime(10_000));
  expect(screen.getByRole('status').textContent).toContain('Chrome, Edge and Safari show both');
});

it('promises nothing where nothing comes', () => {
  render(<Undecoded standInComes={false} />);
  expect(screen.getByRole('status').textContent).toContain('Chrome, Edge and Safari show both');
});

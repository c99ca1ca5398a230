import { ApiError } from '../api/ApiError';
import type { Recording } from '../contract';

/** What to tell the person about a failure. */
export function sentenceOf(cause: unknown): string {
  return cause instanceof Error && cause.message !== ''
    ? cause.message
    : 'Something went wrong. Try again.';
}

export function isCode(cause: unknown, code: ApiError['code']): boolean {
  return cause instanceof ApiError && cause.code === code;
}

const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** "Tue 24 Nov, 15:00", or "Today, 15:00". */
export function dayAndTime(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const when = date.toDateString() === now.toDateString() ? 'Today' : day.format(date);
  return `${when}, ${time.format(date)}`;
}

export function clock(iso: string): string {
  return time.format(new Date(iso));
}

/** "4:07" or "1:02:45". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const tail = `:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes)}${tail}` : `${minutes}${tail}`;
}

/** "40 s" or "12 min". */
export function timeLeft(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

/** "640 kB", "18.2 MB", "1.3 GB". */
export function fileSize(bytes: number): string {
  if (bytes === 0) return 'nothing';
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** "640 kbit/s", "18.2 Mbit/s", "1.3 Gbit/s". */
export function bitRate(bitsPerSecond: number): string {
  if (bitsPerSecond < 1e6) return `${Math.round(bitsPerSecond / 1e3)} kbit/s`;
  if (bitsPerSecond < 1e9) return `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;
  return `${(bitsPerSecond / 1e9).toFixed(1)} Gbit/s`;
}

/** "0 %", "0.8 %", "12 %", of a share from 0 to 1. */
export function percent(share: number): string {
  const hundredths = share * 100;
  return `${hundredths > 0 && hundredths < 10 ? hundredths.toFixed(1) : Math.round(hundredths)} %`;
}

const date = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** What a recording takes, and until when it can be rendered again. */
export function footprint(recording: Recording): string {
  const { diskBytes, storedBytes, journalKeptUntil, journalRemovedAt } = recording;
  const takes = `It takes ${fileSize(diskBytes)} on the disk and ${fileSize(storedBytes)} in the store.`;
  if (journalRemovedAt !== null)
    return `${takes} Its journal was removed on ${date.format(new Date(journalRemovedAt))}, so it cannot be rendered again.`;
  if (journalKeptUntil === null) return takes;
  return `${takes} The journal on the disk, from which it can be rendered again, is kept until ${date.format(new Date(journalKeptUntil))}.`;
}

export function viewers(count: number): string {
  return count === 1 ? '1 viewer' : `${count.toLocaleString()} viewers`;
}

export function votes(count: number): string {
  return count === 1 ? '1 vote' : `${count.toLocaleString()} votes`;
}

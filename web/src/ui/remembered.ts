import { viewModes } from '../media/wishes/pictureWish';
import type { ViewMode } from '../media/wishes/pictureWish';

const viewKey = 'broadcast.view';
const nameKey = 'broadcast.displayName';
const voiceKey = 'broadcast.voiceRests';

/** The name this browser's person gave last; storage may be blocked, then it is just asked again. */
export function rememberedName(): string {
  return read(nameKey) ?? '';
}

export function forgetName(): void {
  rememberName('');
}

export function rememberName(name: string): void {
  write(nameKey, name);
}

/** What this browser's person chose last to receive. */
export function rememberedView(): ViewMode {
  const kept = read(viewKey);
  return viewModes.find((mode) => String(mode) === kept) ?? 'automatic';
}

export function rememberView(mode: ViewMode): void {
  write(viewKey, String(mode));
}

/** Whether this browser's person wants nothing sent of their voice while they are silent. */
export function rememberedVoiceRests(): boolean {
  return read(voiceKey) === 'true';
}

export function rememberVoiceRests(voiceRests: boolean): void {
  write(voiceKey, String(voiceRests));
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse; what was chosen then holds for this visit.
  }
}

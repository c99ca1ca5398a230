import { viewModes } from '../media/wishes/pictureWish';
import type { ViewMode } from '../media/wishes/pictureWish';

const viewKey = 'broadcast.view';
const nameKey = 'broadcast.displayName';
const voiceKey = 'broadcast.voiceRests';

/** The name this browser's person gave last; storage may be blocked, then it is just asked again. */
export function rememberedName(): string {
  try {
    return localStorage.getItem(nameKey) ?? '';
  } catch {
    return '';
  }
}

export function forgetName(): void {
  rememberName('');
}

export function rememberName(name: string): void {
  try {
    localStorage.setItem(nameKey, name);
  } catch {
    // Private windows may refuse; the name then holds for this visit.
  }
}

/** What this browser's person chose last to receive. */
export function rememberedView(): ViewMode {
  try {
    const kept = localStorage.getItem(viewKey);
    return viewModes.find((mode) => String(mode) === kept) ?? 'automatic';
  } catch {
    return 'automatic';
  }
}

export function rememberView(mode: ViewMode): void {
  try {
    localStorage.setItem(viewKey, String(mode));
  } catch {
    // As above.
  }
}

/** Whether this browser's person wants nothing sent of their voice while they are silent. */
export function rememberedVoiceRests(): boolean {
  try {
    return localStorage.getItem(voiceKey) === 'true';
  } catch {
    return false;
  }
}

export function rememberVoiceRests(voiceRests: boolean): void {
  try {
    localStorage.setItem(voiceKey, String(voiceRests));
  } catch {
    // As above.
  }
}

const nameKey = 'broadcast.displayName';

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

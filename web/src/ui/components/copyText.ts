/** Pages without TLS have no clipboard API: there the text is copied out of a field. */
export async function copyText(text: string, field: HTMLInputElement | null): Promise<void> {
  const clipboard = (navigator as Partial<Navigator>).clipboard;
  try {
    if (clipboard) {
      await clipboard.writeText(text);
      return;
    }
  } catch {
    // Refused: the field below still can.
  }
  field?.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without TLS
  document.execCommand('copy');
}

/**
 * Pages without TLS have no clipboard API: there the text is copied out of a field.
 *
 * @returns Whether it was copied; if not, it is selected in the field.
 */
export async function copyText(text: string, field: HTMLInputElement | null): Promise<boolean> {
  const clipboard = (navigator as Partial<Navigator>).clipboard;
  try {
    if (clipboard) {
      await clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused: the field below still can.
  }
  field?.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without TLS
  return document.execCommand('copy');
}

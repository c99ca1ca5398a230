const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** "Firefox on Windows", from what a browser calls itself. */
export function browserName(userAgent: string): string {
  const first = (names: typeof browsers) => names.find(([mark]) => mark.test(userAgent))?.[1];
  const browser = first(browsers) ?? 'Unknown browser';
  const system = first(systems);
  return system === undefined ? browser : `${browser} on ${system}`;
}

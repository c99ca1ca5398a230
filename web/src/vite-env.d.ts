declare module '@fontsource-variable/instrument-sans';
